import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ServiceDetails } from '@meshport/plugin-mesh-common';
import { lazy, Suspense } from 'react';
import { useParams } from 'react-router-dom';
import { meshApiRef } from '../../api/meshApiRef';
import { AnswerError } from '../../components/AnswerError';
import { EntityLinks } from '../../components/EntityLinks';
import { FactList } from '../../components/FactList';
import { LiveContent, LoadingRows } from '../../components/LiveContent';
import { Owners } from '../../components/Owners';
import { ServiceStatus } from '../../components/ServiceStatus';
import { TitledPage } from '../../components/TitledPage';
import { ServiceDependencies } from '../../dependencies/ServiceDependencies';
import { ExportSections } from '../../exports/ExportSections';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { useMetricsSpan } from '../../hooks/useMetricsSpan';
import { useServiceMetrics } from '../../hooks/useServiceMetrics';
import { meshTranslationRef } from '../../translation';

function Facts({ service }: Pick<ServiceDetails, 'service'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { owners, entityRefs } = service;
  return (
    <FactList
      facts={[
        [t('servicesPage.owners'), <Owners key="owners" owners={owners} />],
        [
          t('servicesPage.entities'),
          entityRefs.length > 0 && (
            <EntityLinks key="entities" entityRefs={entityRefs} />
          ),
        ],
      ]}
    />
  );
}

// What brings charts is loaded by whoever looks at them.
const MetricsPanel = lazy(() =>
  import('../../metrics/MetricsPanel').then(module => ({
    default: module.MetricsPanel,
  })),
);

/** How the service's traffic has been; a failure of it leaves the rest of the page. */
function Metrics(props: { set: string; namespace: string; name: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const chosen = useMetricsSpan();
  const { answer, error, checkedAt, retry } = useServiceMetrics(
    props,
    chosen.span,
  );
  const loading = <LoadingRows what={t('golden.loading')} height={44} />;
  return (
    <>
      {error && (
        <AnswerError {...{ error, retry }} lastAnswerAt={answer && checkedAt} />
      )}
      {!answer && !error && loading}
      {answer && (
        <Suspense fallback={loading}>
          <MetricsPanel answer={answer} chosen={chosen} />
        </Suspense>
      )}
    </>
  );
}

/** One service: whose it is, what each cluster has of it, and how its traffic has been. */
export function ServicePage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const { set = '', namespace = '', name = '' } = useParams();
  const live = useLiveAnswer(
    `mesh:service:${set}/${namespace}/${name}`,
    signal => mesh.getService({ params: { set, namespace, name } }, { signal }),
  );
  return (
    <LiveContent live={live} loading={t('servicesPage.loadingOne')}>
      {({ service, sets, clusters, sources }) => (
        <TitledPage title={`${namespace}/${name}`}>
          <Facts service={service} />
          <ServiceStatus {...{ service, sets, clusters, sources }} />
          <ExportSections exports={service.exports} clusters={clusters} />
          <Metrics {...{ set, namespace, name }} />
          <ServiceDependencies {...{ set, namespace, name }} />
        </TitledPage>
      )}
    </LiveContent>
  );
}
