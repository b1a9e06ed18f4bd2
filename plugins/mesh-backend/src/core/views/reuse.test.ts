import {
  aCluster,
  aMatch,
  aModel,
  aServiceModel,
  aWorkload,
} from '../../testing/modelBuilders';
import type { EntityMatch } from '../catalog/EntityMatch';
import { buildWorld } from './buildWorld';
import type { ClusterView } from './ClusterView';
import type { World } from './World';

const CLUSTERS = 10;
const SERVICES = 200;

/** A cluster with services of its own, and `shared-*` that every cluster has. */
function aLargeCluster(name: string, state?: 'misconfigured'): ClusterView {
  const services = Array.from({ length: SERVICES }, (_, index) => {
    const service = index < 10 ? `shared-${index}` : `${name}-${index}`;
    return { service, workload: aWorkload({ name: service }) };
  });
  return aCluster({
    name,
    model: aModel({
      cluster: name,
      workloads: services.map(({ workload }) => workload),
      services: services.map(({ service, workload }) =>
        aServiceModel({ name: service, workloads: [workload.key], state }),
      ),
    }),
  });
}

function matchesOf(clusters: readonly ClusterView[]): EntityMatch[] {
  return clusters.flatMap(({ name, model }) =>
    (model?.services ?? []).map(service =>
      aMatch({
        entityRef: `component:default/${service.name}`,
        services: [{ cluster: name, namespace: 'shop', name: service.name }],
      }),
    ),
  );
}

function worldOf(clusters: readonly ClusterView[]): World {
  return buildWorld({
    sets: [{ name: 'live', title: 'Live' }],
    clusters,
    systems: [],
    // Made anew whenever anything changes, as matchServices does.
    matches: matchesOf(clusters),
  });
}

/** How many of the objects of the second are not those of the first. */
function made<T>(before: readonly T[], after: readonly T[]): number {
  const known = new Set(before);
  return after.filter(one => !known.has(one)).length;
}

const entriesOf = ({ services }: World) => [...services.values()];
const instancesOf = (world: World) =>
  entriesOf(world).flatMap(({ instances }) =>
    instances.map(({ instance }) => instance),
  );

describe('a world in which one cluster has changed', () => {
  const clusters = Array.from({ length: CLUSTERS }, (_, index) =>
    aLargeCluster(`cluster-${index}`),
  );
  const before = worldOf(clusters);

  it('is large', () => {
    expect(instancesOf(before)).toHaveLength(CLUSTERS * SERVICES);
  });

  it('makes anew what that cluster has, and nothing else', () => {
    const [, ...others] = clusters;
    const after = worldOf([
      aLargeCluster('cluster-0', 'misconfigured'),
      ...others,
    ]);
    expect(made(instancesOf(before), instancesOf(after))).toBe(SERVICES);
    // Its own services, and the ten that it shares with all.
    expect(made(entriesOf(before), entriesOf(after))).toBe(SERVICES);
    expect(
      after.services.get('live/shop/shared-0')?.instances[0],
    ).toMatchObject({
      instance: {
        cluster: 'cluster-0',
        membership: [{ state: 'misconfigured' }],
      },
    });
  });

  it('makes nothing anew where nothing has changed', () => {
    const after = worldOf([...clusters]);
    expect(made(entriesOf(before), entriesOf(after))).toBe(0);
  });

  it('makes anew the services whose owners have changed, from the same instances', () => {
    const again = worldOf(clusters);
    const after = buildWorld({
      sets: again.sets,
      clusters,
      systems: [],
      matches: [
        ...matchesOf(clusters),
        aMatch({
          entityRef: 'component:default/other',
          owners: ['group:default/other'],
          services: [
            { cluster: 'cluster-3', namespace: 'shop', name: 'cluster-3-50' },
          ],
        }),
      ],
    });
    expect(made(entriesOf(again), entriesOf(after))).toBe(1);
    expect(made(instancesOf(again), instancesOf(after))).toBe(0);
    expect(after.services.get('live/shop/cluster-3-50')?.owners).toEqual([
      'group:default/other',
      'group:default/shop',
    ]);
  });

  it('makes anew the services of a cluster that moves to another set', () => {
    const again = worldOf(clusters);
    const after = worldOf(
      clusters.map(one =>
        one.name === 'cluster-9' ? { ...one, set: 'trial' } : one,
      ),
    );
    expect(after.services.get('trial/shop/shared-1')?.instances).toHaveLength(
      1,
    );
    expect(after.services.get('live/shop/shared-1')?.instances).toHaveLength(9);
    expect(made(instancesOf(again), instancesOf(after))).toBe(SERVICES);
  });

  it('makes anew only what has changed in that cluster', () => {
    const [{ model = aModel() }, ...others] = clusters;
    const services = [...model.services];
    services[20] = { ...services[20], endpoints: { ready: 0, total: 7 } };
    const key = services[30].workloads[0];
    const workloads = new Map(model.workloads);
    workloads.set(key, { ...aWorkload({ name: services[30].name }), pods: 9 });
    const changed = { ...model, services, workloads };
    const again = worldOf(clusters);
    const after = worldOf([{ ...clusters[0], model: changed }, ...others]);
    expect(made(instancesOf(again), instancesOf(after))).toBe(2);
    expect(made(entriesOf(again), entriesOf(after))).toBe(2);
  });
});
