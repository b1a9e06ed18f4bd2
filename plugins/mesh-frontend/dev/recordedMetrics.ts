import type {
  EntityMesh,
  MetricsAnswer,
  ServiceMetrics,
  ServiceView,
} from '@meshport/plugin-mesh-common';
import {
  aChange,
  aLine,
  aMetricsAnswer,
  aServiceMetrics,
  httpPoints,
  tcpPoints,
} from '../src/testing/metricsAnswers';

function ofService(service: ServiceView): ServiceMetrics {
  const { set, namespace, name, health, healthReasons, golden } = service;
  const { objectives, instances } = service;
  const scale = (golden.requestRate ?? 12) / 12;
  const points = golden.tcp ? tcpPoints() : httpPoints(scale);
  const hasNumbers = golden.state === 'ok' || golden.state === 'stale';
  return aServiceMetrics({
    ...{ set, namespace, name, health, healthReasons, golden, objectives },
    instances: instances.map(one => ({
      cluster: one.cluster,
      golden: one.golden,
    })),
    series: hasNumbers
      ? [
          aLine({ points }),
          ...instances.map(({ cluster }) =>
            aLine({
              scope: 'instance',
              cluster,
              points: golden.tcp
                ? points
                : httpPoints(scale / instances.length),
            }),
          ),
        ]
      : [],
    ...(golden.errorsBy
      ? {
          errorsBy: golden.errorsBy.map(({ reason, share }) => ({
            reason,
            points: (points.requestRate ?? []).map((rate, index) =>
              index < 40 ? 0 : (rate ?? 0) * 0.3 * share,
            ),
          })),
        }
      : {}),
    ...(golden.successRatio === undefined ? { budget: [] } : {}),
    ...(hasNumbers ? {} : { queries: [] }),
  });
}

/** The last hour of the services of a recorded answer, up to now. */
export function metricsOf(
  answer: Pick<EntityMesh, 'services' | 'sets' | 'clusters' | 'sources'>,
): MetricsAnswer {
  const now = Date.now();
  const { services, sets, clusters, sources } = answer;
  const [cluster] = clusters;
  const object = { ...aChange().object, cluster: cluster?.name ?? 'north' };
  return aMetricsAnswer(
    {
      services: services.map(ofService),
      changes: [40, 15].map(minutes =>
        aChange({
          at: new Date(now - minutes * 60_000).toISOString(),
          object,
        }),
      ),
      ...{ sets, clusters, sources },
    },
    new Date(now).toISOString(),
  );
}
