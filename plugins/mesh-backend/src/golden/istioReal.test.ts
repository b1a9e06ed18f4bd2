import { buildModel } from '../core/buildModel';
import { istio } from '../core/meshes/istio/istio';
import { rawObjects, worldSnapshot } from './fixtureWorlds';

/**
 * Objects as a real istiod (1.31), its injector and its gateway controller wrote them.
 * Whatever istiod itself says of them is compared with what is made of them here.
 */
const WORLD = 'istio-real';

const model = buildModel(worldSnapshot(WORLD), [istio]);

function service(namespace: string, name: string) {
  const found = model.services.find(
    one => one.namespace === namespace && one.name === name,
  );
  if (!found) throw new Error(`There is no Service ${namespace}/${name}.`);
  return found;
}

interface RawService {
  kind: string;
  metadata: { namespace: string; name: string };
  status?: { conditions?: { type: string; status: string; reason: string }[] };
}

const services = (rawObjects(WORLD) as unknown as RawService[]).filter(
  ({ kind }) => kind === 'Service',
);

describe('waypoints of Services', () => {
  const inAmbient = services.filter(
    ({ metadata }) => !metadata.name.startsWith('waypoint'),
  );

  it.each(inAmbient.map(one => [one.metadata.name, one] as const))(
    '%s is bound exactly where istiod says so',
    (_, { metadata, status }) => {
      const bound = status?.conditions?.find(
        ({ type }) => type === 'istio.io/WaypointBound',
      );
      const { waypoint, membership } = service(
        metadata.namespace,
        metadata.name,
      );
      expect(waypoint !== undefined).toBe(bound?.status === 'True');
      expect(membership[0]?.layer).toBe(waypoint ? 'l7' : 'l4');
      const codes = membership[0]?.reasons.map(({ code }) => code) ?? [];
      expect(codes.includes('waypoint-missing')).toBe(
        bound?.reason === 'WaypointIsNotReady',
      );
    },
  );

  it('says which one', () => {
    expect(service('amb', 'cart').waypoint).toEqual({
      cluster: 'west',
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      namespace: 'amb',
      name: 'waypoint',
    });
  });
});

describe('pods', () => {
  const membershipOf = (key: string) => model.workloads.get(key)?.membership[0];

  it('of an injector have its revision, beside the application or before it', () => {
    expect(membershipOf('apps/Deployment/rev1/cart')).toMatchObject({
      state: 'enrolled',
      proxyVersions: ['1.31.0'],
    });
    expect(membershipOf('apps/Deployment/shop/cart')).toMatchObject({
      state: 'enrolled',
      pods: { enrolled: 2, total: 2 },
    });
  });

  it('of ambient mode are captured where ztunnel was told to take them', () => {
    expect(membershipOf('apps/Deployment/amb/cart')).toMatchObject({
      mode: 'ambient',
      state: 'pending-restart',
      pods: { enrolled: 1, total: 2 },
      proxyVersions: ['1.31.0'],
    });
  });

  it('of a waypoint are no application', () => {
    expect(membershipOf('apps/Deployment/amb/waypoint')).toMatchObject({
      mode: 'gateway',
      reasons: [{ code: 'part-of-the-mesh' }],
    });
  });
});

describe('the installation', () => {
  const [mesh] = model.meshes;

  it('has the revisions and tags that istioctl made', () => {
    expect(mesh?.revisions).toEqual([
      {
        name: 'canary',
        version: '1.31.0',
        tags: ['prod-stable'],
        health: 'healthy',
      },
      {
        name: 'default',
        version: '1.31.0',
        tags: ['default'],
        health: 'healthy',
      },
    ]);
  });

  it('is in both modes, on a network of its own, joined with another cluster', () => {
    expect(mesh).toMatchObject({
      modes: ['ambient', 'sidecar'],
      aliases: { istio: 'west' },
      meshId: 'mesh1',
      network: 'net-west',
      health: 'healthy',
    });
    const features = mesh?.features.map(({ id, state }) => `${id} ${state}`);
    expect(features).toEqual([
      'ambient on',
      'native-sidecars on',
      'multi-cluster on',
      'multi-network on',
    ]);
  });
});

it('takes a STRICT policy of the namespace for its captured pods', () => {
  const posture = model.workloads.get('apps/Deployment/amb/cart')?.posture;
  // One of the two pods is not captured, and takes plain text.
  expect(posture).toMatchObject({
    inbound: 'off',
    podsWithoutProxy: 1,
    decidedBy: [{ kind: 'PeerAuthentication', name: 'strict' }],
    identities: ['spiffe://cluster.local/ns/amb/sa/cart'],
  });
});
