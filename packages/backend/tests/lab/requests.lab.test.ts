import type { RequestForm } from '@meshport/plugin-mesh-common';
import { startWorld, type World } from '../harness/World';

/** A developer asks, the platform team decides, and the cluster does it. */
jest.setTimeout(150_000);

const CLUSTER = 'aws-eks';
const NAMESPACE = 'orders';
const NAME = 'order-processor';
const DEVELOPER = 'dev-payments';
const ENGINEER = 'platform';

const form: RequestForm = {
  kind: 'workload-restart',
  clusters: [CLUSTER],
  namespace: NAMESPACE,
  workloads: [{ kind: 'Deployment', name: NAME }],
};

let world: World;

beforeAll(async () => {
  world = await startWorld({
    name: 'requests',
    clusters: [CLUSTER],
    speed: 20,
  });
});

afterAll(() => world?.stop());

async function enrolled() {
  const { client } = world.portal.as(ENGINEER);
  const { workloads } = await client.getNamespace({
    params: { cluster: CLUSTER, namespace: NAMESPACE },
  });
  const workload = workloads.find(({ ref }) => ref.name === NAME);
  return workload?.membership[0];
}

describe('a restart that is asked for', () => {
  it('is planned, approved, done one step at a time, and brings the pods into the mesh', async () => {
    const developer = world.portal.as(DEVELOPER).client;
    const engineer = world.portal.as(ENGINEER).client;
    const before = await world.eventually('the workload', enrolled);
    expect(before).toMatchObject({
      state: 'pending-restart',
      pods: { enrolled: 1, total: 3 },
    });

    const planned = await developer.preflight({ params: {}, body: { form } });
    expect(planned.blockers).toEqual([]);
    const { hash } = planned;
    const accepts = planned.warnings.map(({ check }) => check);
    const body = { form, hash, accepts, reason: 'Two pods have no proxy.' };
    const filed = await developer.fileRequest({ params: {}, body });
    const params = { id: filed.request.id };
    await expect(
      developer.approveRequest({ params, body: { hash } }),
    ).rejects.toThrow(/Nobody decides on what they asked for/);

    await engineer.approveRequest({ params, body: { hash } });
    const done = await world.eventually('the restart', async () => {
      const { request } = await developer.getRequest({ params });
      return request.state === 'done' && request;
    });
    expect(done.deliveries[0].steps.map(({ name }) => name)).toEqual([
      'restart',
      'observe',
    ]);
    await world.eventually('all pods in the mesh', async () => {
      const membership = await enrolled();
      return membership?.state === 'enrolled' && membership.pods.enrolled === 3;
    });
  });
});
