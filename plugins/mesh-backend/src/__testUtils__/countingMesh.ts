import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  type Mesh,
  meshExtensionPoint,
  type MetricQuery,
  type MetricSample,
} from '@meshport/plugin-mesh-node';
import { InMemoryMetricsSource } from '../io/prometheus/InMemoryMetricsSource';

const REQUESTS: MetricQuery = {
  id: 'counting-inbound',
  metric: 'counting_requests_total',
  expression: ({ windowSeconds }) => `requests[${windowSeconds}s]`,
  *read(samples, context) {
    for (const { labels, value } of samples) {
      const cluster = context.clusterOf(labels);
      const { namespace, service } = labels;
      yield {
        kind: 'inbound',
        reporter: 'destination',
        protocol: 'http',
        from: {},
        to: { cluster, namespace, service },
        calls: {
          requests: value,
          failures: { 'server-error': value * Number(labels.errors ?? 0) },
          buckets: [
            [100, value],
            [Infinity, value],
          ],
        },
      };
    }
  },
};

/** A mesh that nothing is in, and whose proxies count whatever a test says. */
const countingMesh: Mesh = {
  id: 'counting',
  title: 'Counting',
  kinds: [],
  keys: [],
  detect: () => undefined,
  adapt: () => ({ workloads: [] }),
  queries: {
    queries: [REQUESTS],
    totals: [REQUESTS],
    series: [],
    forService: ({ cluster, namespace, service }) => ({
      requestRate: `requests of ${cluster}/${namespace}/${service}`,
    }),
  },
};

/** Adds {@link countingMesh} to the plugin. */
export const countingMeshModule = createBackendModule({
  pluginId: 'mesh',
  moduleId: 'counting',
  register(env) {
    env.registerInit({
      deps: { meshes: meshExtensionPoint },
      async init({ meshes }) {
        meshes.addMesh(countingMesh);
      },
    });
  },
});

/** Requests per second of a service, and what share of them fails. */
export function counted(
  cluster: string,
  name: string,
  [requests, errors = 0]: readonly [requests: number, errors?: number],
): MetricSample {
  const [namespace, service] = name.split('/');
  return {
    labels: { cluster, namespace, service, errors: String(errors) },
    value: requests,
  };
}

/** A store that has what {@link countingMesh} counts, always at the same time. */
export function aCountingStore(
  samples: () => readonly MetricSample[],
  now: () => number,
): InMemoryMetricsSource {
  const { name, ...clock } = {
    name: 'main',
    now,
    sleep: async () => undefined,
  };
  return new InMemoryMetricsSource(name, clock).respond(query => {
    if (query.startsWith('requests[')) return { samples: samples() };
    if (query.startsWith('requests of ')) {
      return { series: [{ labels: {}, points: [[now() / 1000, 7]] }] };
    }
    return query.startsWith('count by')
      ? {
          samples: ['west', 'east'].map(cluster => ({
            labels: { __name__: REQUESTS.metric, cluster },
            value: 1,
          })),
        }
      : undefined;
  });
}
