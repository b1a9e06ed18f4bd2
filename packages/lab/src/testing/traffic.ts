import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { Call } from '../traffic/Call.ts';
import { ClusterView } from '../traffic/ClusterView.ts';
import { ColumnarLedger } from '../traffic/ColumnarLedger.ts';
import { readTraffic } from '../traffic/readTraffic.ts';
import { TrafficFaults } from '../traffic/TrafficFaults.ts';
import { TrafficModel } from '../traffic/TrafficModel.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { aService, aWorkload, TEST_NOW } from './clusters.ts';

/** Workload and Service of the same name in namespace default. */
export function anApplication(
  name: string,
  options: Parameters<typeof aWorkload>[0] = {},
): DraftObject[] {
  return [aWorkload({ ...options, name }), aService(name)];
}

/** A flow as in `traffic.yaml`, to the Service of that name in namespace default; from outside of cluster `test`. */
export function aFlow(id: string, overrides: Record<string, unknown> = {}) {
  return {
    id,
    from: { outside: 'visitors', cluster: 'test' },
    to: { namespace: 'default', name: id, port: 80 },
    rate: 10,
    routes: [aRoute()],
    ...overrides,
  };
}

/** A flow that other calls cause. */
export function aNestedFlow(
  id: string,
  overrides: Record<string, unknown> = {},
) {
  const { from: _from, rate: _rate, ...flow } = aFlow(id, overrides);
  return flow;
}

export function aRoute(overrides: Record<string, unknown> = {}) {
  return {
    ...{ method: 'GET', path: '/', ms: 10, failures: 0, bytes: [100, 2000] },
    ...overrides,
  };
}

export interface TestTraffic {
  faults: TrafficFaults;
  views: ReadonlyMap<string, ClusterView>;
  /** The calls that ended in the next seconds. */
  run(seconds: number): Call[];
}

/** Traffic over clusters as they stand at TEST_NOW. `traffic` is the content of a `traffic.yaml`. */
export function someTraffic(
  clusters: readonly SimulatedCluster[],
  traffic: Record<string, unknown>,
): TestTraffic {
  const now = TEST_NOW.getTime();
  const faults = new TrafficFaults();
  const views = new Map(
    clusters.map(({ world, store }) => [
      world.name,
      new ClusterView(world.name, store),
    ]),
  );
  for (const view of views.values()) view.watch();
  const plan = readTraffic({ seed: 'test', ...traffic });
  const times = { from: now, start: now };
  const onError = (error: unknown) => {
    throw error;
  };
  const model = new TrafficModel({ plan, views, faults, onError, ...times });
  const ledger = new ColumnarLedger({ from: now, retention: 36_000_000 });
  return {
    faults,
    views,
    run: seconds => {
      const from = model.now;
      for (let i = 0; i < seconds; i += 1)
        model.step((shape, numbers) => ledger.add(shape, numbers));
      return [...ledger.calls(from, model.now)];
    },
  };
}
