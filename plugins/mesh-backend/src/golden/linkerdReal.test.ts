import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { buildModel } from '../core/buildModel';
import { linkerd } from '../core/meshes/linkerd/linkerd';
import {
  FIXTURES,
  type RawObject,
  rawObjects,
  snapshotOf,
  worldSnapshot,
} from './fixtureWorlds';

/** Objects as Linkerd's injector, service mirror and policy controller wrote them. */
const WORLD = 'linkerd-real';

const model = buildModel(worldSnapshot(WORLD), [linkerd]);

function service(name: string, of = model) {
  const found = of.services.find(one => one.name === name);
  if (!found) throw new Error(`There is no Service ${name}.`);
  return found;
}

describe('an injected pod', () => {
  const cart = model.workloads.get('apps/Deployment/web/cart');

  it('is enrolled, with the version that it says', () => {
    expect(cart?.membership).toMatchObject([
      {
        mesh: 'linkerd',
        mode: 'sidecar',
        layer: 'l7',
        state: 'enrolled',
        pods: { enrolled: 1, total: 1 },
        proxyVersions: ['dev-b24cd405'],
        reasons: [],
      },
    ]);
  });

  it('takes only mTLS on its port, as its Server denies all but clients of the mesh', () => {
    expect(cart?.posture).toMatchObject({
      inbound: 'strict',
      decidedBy: [{ kind: 'Server', name: 'cart-http' }],
      podsWithoutProxy: 0,
    });
  });
});

describe('Services of the service mirror', () => {
  it.each([
    ['cart-west', 'mirror', 'cart'],
    ['flat-west', 'mirror', 'flat'],
    ['headless-west', 'mirror', 'headless'],
    ['fed-federated', 'federated', 'fed'],
  ])('%s is a %s of %s', (name, kind, of) => {
    expect(service(name).standsFor).toEqual({
      kind,
      of: [{ system: 'linkerd', alias: 'west', namespace: 'web', name: of }],
    });
  });

  it.each(['cart', 'linkerd-gateway'])('%s stands for itself', name => {
    expect(service(name).standsFor).toBeUndefined();
  });

  it('have endpoints while the gateway answers', () => {
    expect(service('cart-west').endpoints).toEqual({ ready: 1, total: 1 });
  });

  it('have no ready ones while it does not', () => {
    const dead = parseAllDocuments(
      readFileSync(join(FIXTURES, WORLD, 'gateway-dead.yaml'), 'utf8'),
    ).map(document => document.toJS() as RawObject);
    const others = rawObjects(WORLD).filter(
      ({ kind }) => kind !== 'EndpointSlice',
    );
    const then = buildModel(snapshotOf([...others, ...dead]), [linkerd]);
    expect(service('cart-west', then).endpoints).toEqual({
      ready: 0,
      total: 1,
    });
    expect(service('cart', then).endpoints.ready).toBeGreaterThan(0);
  });
});

it('is an installation whose control plane is elsewhere', () => {
  expect(model.meshes).toMatchObject([
    {
      mesh: 'linkerd',
      health: 'unknown',
      reasons: [],
      features: [
        {
          id: 'multicluster',
          state: 'on',
          evidence: [{ kind: 'Namespace' }, { kind: 'Link', name: 'west' }],
        },
      ],
    },
  ]);
});
