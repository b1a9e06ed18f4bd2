import { aNamespace, aService } from '../testing/clusters.ts';
import { anAmbientCluster, aWaypoint } from '../testing/istio.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';

/** What istiod has done in namespace default. */
function workOf({ store }: SimulatedCluster): Record<string, boolean> {
  const namespace = 'default';
  const certificate = store.get({
    resource: 'configmaps',
    namespace,
    name: 'istio-ca-root-cert',
  });
  const gateway = store.get({
    resource: 'gateways.gateway.networking.k8s.io',
    namespace,
    name: 'waypoint',
  });
  const service = store.get({ resource: 'services', namespace, name: 'web' });
  const { conditions } = (service?.status ?? {}) as { conditions?: unknown };
  return {
    certificate: certificate !== undefined,
    gateway: gateway?.status !== undefined,
    service: conditions !== undefined,
  };
}

const everything = { certificate: true, gateway: true, service: true };
const nothing = { certificate: false, gateway: false, service: false };

describe('the namespaces that istiod sees', () => {
  const seen = { 'example.com/mesh': 'yes' };
  const discoverySelectors = [{ matchLabels: seen }];
  const objects = (labels: Record<string, string>) => [
    aNamespace('default', { 'istio.io/use-waypoint': 'waypoint', ...labels }),
    aWaypoint(),
    aService(),
  ];

  it('are all where the mesh selects none', () => {
    expect(workOf(anAmbientCluster(objects({})))).toEqual(everything);
  });

  it('are those that are selected', () => {
    const cluster = anAmbientCluster(objects(seen), { discoverySelectors });
    expect(workOf(cluster)).toEqual(everything);
  });

  it('are no others, until they are selected too', () => {
    const cluster = anAmbientCluster(objects({}), { discoverySelectors });
    expect(workOf(cluster)).toEqual(nothing);
    cluster.store.patch(
      { resource: 'namespaces', name: 'default' },
      { type: 'merge', body: { metadata: { labels: seen } } },
      { manager: 'test' },
    );
    cluster.timeline.runFor(30_000);
    expect(workOf(cluster)).toEqual(everything);
  });
});
