import type { Delivery, Preflight } from '@meshport/plugin-mesh-common';
import { deliveryFor, type RequestsConfig } from '../../config/requestsConfig';
import type { RequestPlan } from '../../core/requests/RequestCommand';

/** One delivery for each phase and cluster in which it changes something, in their order. */
export function planOf(
  preflight: Preflight,
  config: Pick<RequestsConfig, 'deliveries'>,
): RequestPlan {
  const deliveries = preflight.phases.flatMap(({ id: phase, changes }) =>
    [...new Set(changes.map(({ object }) => object.cluster))].map(
      (cluster): Delivery => ({
        id: `${phase}/${cluster}`,
        phase,
        clusters: [cluster],
        type: deliveryFor(config, cluster)?.type ?? 'apply',
        approval: 'portal',
        state: 'planned',
        steps: [],
      }),
    ),
  );
  const phases = preflight.phases.map(phase => ({
    ...phase,
    state: 'planned' as const,
  }));
  return { preflight, phases, deliveries };
}

/** Clusters of a plan into which nothing can be delivered. */
export function undeliverable(
  { phases }: Preflight,
  config: Pick<RequestsConfig, 'deliveries'>,
): string[] {
  const clusters = phases.flatMap(({ changes }) =>
    changes.map(({ object }) => object.cluster),
  );
  return [...new Set(clusters)].filter(
    cluster => deliveryFor(config, cluster) === undefined,
  );
}
