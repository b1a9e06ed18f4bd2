import { buildModel } from '../core/buildModel';
import { consul } from '../core/meshes/consul/consul';
import { rawObjects, snapshotOf, worldSnapshot } from './fixtureWorlds';

/** Objects as Consul's injector and the controllers of consul-k8s wrote them. */
const WORLD = 'consul-real';

const model = buildModel(worldSnapshot(WORLD), [consul]);
const cart = model.workloads.get('apps/Deployment/csl/cart');

it('is enrolled: a pod with the proxy before the application', () => {
  expect(cart?.membership).toMatchObject([
    {
      mesh: 'consul',
      mode: 'sidecar',
      layer: 'l7',
      state: 'enrolled',
      pods: { enrolled: 1, total: 1 },
      proxyVersions: ['2.1.0-dev'],
      reasons: [],
    },
  ]);
});

it('takes only mTLS, as nothing allows more', () => {
  expect(cart?.posture).toMatchObject({ inbound: 'strict', decidedBy: [] });
});

it('waits for a Service where there is none', () => {
  const without = rawObjects(WORLD).filter(({ kind }) => kind !== 'Service');
  const { workloads } = buildModel(snapshotOf(without), [consul]);
  expect(
    workloads.get('apps/Deployment/csl/cart')?.membership[0]?.reasons,
  ).toMatchObject([{ code: 'service-missing' }]);
});

it('keeps nothing of the copy of itself that the injector puts on a pod', () => {
  const kept = JSON.stringify(worldSnapshot(WORLD).workloads);
  expect(kept).toContain('consul.hashicorp.com/connect-inject-status');
  expect(kept).not.toContain('original-pod');
});

it('is an installation elsewhere, one of whose objects Consul refuses', () => {
  expect(model.meshes).toMatchObject([
    {
      mesh: 'consul',
      health: 'unknown',
      reasons: [
        {
          code: 'config-not-synced',
          evidence: [{ kind: 'ServiceResolver', name: 'cart' }],
        },
      ],
    },
  ]);
  expect(model.meshes[0]?.reasons[0]?.text.message).toContain(
    'DefaultSubset "nope" is not a valid subset',
  );
});
