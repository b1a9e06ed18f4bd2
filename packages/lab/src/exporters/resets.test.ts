import type { Pod } from '../controllers/objects.ts';
import { aCall, aCountingPod, anEnd } from '../testing/calls.ts';
import { aCluster, TEST_NOW } from '../testing/clusters.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { CallCounter } from './CallCounter.ts';

const AMBIENT = {
  annotations: { 'ambient.istio.io/redirection': 'enabled' },
};
const METRICS = [
  ['a sidecar of Istio', { istio: 'sidecar' }, 'istio_requests_total'],
  ['a proxy of Linkerd', { container: 'linkerd-proxy' }, 'response_total'],
] as const;

function aCounter({ world, store }: SimulatedCluster) {
  const counter = new CallCounter([{ name: world.name, store }]);
  const values = (pod: string, family: string) =>
    counter.registry
      .text('test', TEST_NOW.getTime())
      .split('\n')
      .filter(
        line =>
          line.startsWith(`${family}{`) && line.includes(`,pod="${pod}",`),
      )
      .map(line => Number(line.slice(line.lastIndexOf(' '))));
  return { counter, values };
}

const ref = (name: string) => ({
  resource: 'pods',
  namespace: 'default',
  name,
});

/** As the kubelet reports it. */
function restart({ store }: SimulatedCluster, name: string): void {
  store.modify<Pod>(
    ref(name),
    pod => {
      for (const container of pod.status?.containerStatuses ?? [])
        container.restartCount += 1;
    },
    { manager: 'test', subresource: 'status' },
  );
}

describe.each(METRICS)('counters of %s', (_what, beside, family) => {
  const shop = aCountingPod('shop', beside);
  const setUp = () => {
    const cluster = aCluster([aCountingPod('cart', beside), shop]);
    const { counter, values } = aCounter(cluster);
    const call = (count: number) => {
      const ends = { from: anEnd(cluster, 'cart'), to: anEnd(cluster, 'shop') };
      for (let i = 0; i < count; i += 1) counter.count(aCall(ends));
    };
    return { cluster, values, call };
  };

  it('are gone with the pod, and those of the other end stay', () => {
    const { cluster, values, call } = setUp();
    call(5);
    expect(values('shop', family)).toEqual([5]);
    const atClient = values('cart', family);
    cluster.store.delete(ref('shop'), { gracePeriodSeconds: 0 });
    expect(values('shop', family)).toEqual([]);
    expect(values('cart', family)).toEqual(atClient);
  });

  it('begin at nothing where the proxy restarts in its pod', () => {
    const { cluster, values, call } = setUp();
    call(5);
    restart(cluster, 'shop');
    expect(values('shop', family)).toEqual([]);
    call(2);
    expect(values('shop', family)).toEqual([2]);
  });
});

describe('counters of a ztunnel', () => {
  const family = 'istio_tcp_connections_opened_total';

  it('are those of its node: they outlive the pods that it counts for, and end with it', () => {
    const cluster = aCluster([
      aCountingPod('ztunnel', { istio: 'ztunnel' }),
      aCountingPod('cart', {}, AMBIENT),
      aCountingPod('shop', {}, AMBIENT),
    ]);
    const { counter, values } = aCounter(cluster);
    const ends = { from: anEnd(cluster, 'cart'), to: anEnd(cluster, 'shop') };
    counter.count(aCall(ends));
    cluster.store.delete(ref('shop'), { gracePeriodSeconds: 0 });
    expect(values('ztunnel', family)).toEqual([1, 1]);
    restart(cluster, 'ztunnel');
    expect(values('ztunnel', family)).toEqual([]);
  });
});
