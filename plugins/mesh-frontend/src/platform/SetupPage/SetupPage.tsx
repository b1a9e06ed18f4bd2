import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Setup } from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import Skeleton from '@mui/material/Skeleton';
import { meshApiRef } from '../../api/meshApiRef';
import { AnswerError } from '../../components/AnswerError';
import { FactList } from '../../components/FactList';
import { MeshText } from '../../components/MeshText';
import { PlatformContent } from '../../components/PlatformContent';
import { RelativeTime } from '../../components/RelativeTime';
import { Section } from '../../components/Section';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { bytes } from '../../view/units';
import { SetupCluster } from './SetupCluster';

function Portal({ setup }: { setup: Setup }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { process, catalog, clusters } = setup;
  const sum = (read: (cluster: Setup['clusters'][0]) => number) =>
    String(clusters.reduce((total, cluster) => total + read(cluster), 0));
  return (
    <Section title={t('setup.portal')}>
      {[
        ...setup.warnings,
        ...(setup.clusterList ? [setup.clusterList] : []),
      ].map(text => (
        <Alert key={text.message} severity="warning" sx={{ mb: 1 }}>
          <MeshText text={text} />
        </Alert>
      ))}
      <FactList
        facts={[
          [t('clusters.title'), String(clusters.length)],
          [
            t('setup.catalog'),
            catalog.isRead
              ? t('setup.matchedEntities', {
                  matched: String(catalog.matched),
                  count: catalog.entities,
                })
              : t('setup.catalogNotRead'),
          ],
          [t('setup.watches'), sum(cluster => cluster.watches)],
          [t('setup.objects'), sum(cluster => cluster.objects)],
          [
            t('setup.memory'),
            t('setup.memoryOf', {
              resident: bytes(process.residentBytes),
              heap: bytes(process.heapUsedBytes),
            }),
          ],
          [
            t('setup.started'),
            <RelativeTime key="started" time={process.startedAt} />,
          ],
        ]}
      />
    </Section>
  );
}

/** For whoever installs, and for support: can everything be read, and what is missing. */
export function SetupPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const live = useLiveAnswer('mesh:setup', async signal => {
    const setup = await mesh.getSetup({ params: {} }, { signal });
    return { setup, clusters: setup.clusters, sources: [] };
  });
  const { answer, error, checkedAt, retry } = live;
  return (
    <PlatformContent live={live}>
      {error && (
        <AnswerError error={error} lastAnswerAt={checkedAt} retry={retry} />
      )}
      {!answer && !error && (
        <Skeleton height={240} aria-label={t('setup.loading')} />
      )}
      {answer && <Portal setup={answer.setup} />}
      {answer?.setup.clusters.map(cluster => (
        <SetupCluster key={cluster.name} cluster={cluster} />
      ))}
    </PlatformContent>
  );
}
