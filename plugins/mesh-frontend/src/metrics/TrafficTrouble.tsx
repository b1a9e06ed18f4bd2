import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ServiceSummary } from '@meshport/plugin-mesh-common';
import { MeshText } from '../components/MeshText';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';

/** Why the requests of a service fare badly; without a cause that is known, how badly. */
export function TrafficTrouble({
  service,
}: {
  service: Pick<ServiceSummary, 'golden' | 'health' | 'verdict'>;
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  const { golden, health, verdict } = service;
  if (verdict) return <MeshText text={verdict.text} />;
  const { successRatio, latencyMs } = golden;
  const numbers = [
    ...(successRatio === undefined
      ? []
      : [t('call.success', { share: format('success', successRatio) })]),
    ...(latencyMs
      ? [t('call.p99', { value: format('latency', latencyMs.p99) })]
      : []),
  ];
  return <>{[t(`trouble.${trouble(health)}`), ...numbers].join(', ')}</>;
}

function trouble(health: ServiceSummary['health']): 'failing' | 'degraded' {
  return health === 'failing' ? 'failing' : 'degraded';
}
