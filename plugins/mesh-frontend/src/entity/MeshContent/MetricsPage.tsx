import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { LiveContent } from '../../components/LiveContent';
import { useEntityMetrics } from '../../hooks/useEntityMetrics';
import { useMetricsSpan } from '../../hooks/useMetricsSpan';
import { MetricsPanel } from '../../metrics/MetricsPanel';
import { meshTranslationRef } from '../../translation';

/** How the traffic of the entity's services has been. */
export function MetricsPage() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(meshTranslationRef);
  const chosen = useMetricsSpan();
  const live = useEntityMetrics(entity, chosen.span);
  return (
    <LiveContent live={live} loading={t('golden.loading')} inTab>
      {answer => <MetricsPanel answer={answer} chosen={chosen} />}
    </LiveContent>
  );
}
