import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Setup } from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import { FactList } from '../../components/FactList';
import { MeshText } from '../../components/MeshText';
import { RelativeTime } from '../../components/RelativeTime';
import { Section } from '../../components/Section';
import { meshTranslationRef } from '../../translation';
import { bytes } from '../../view/units';

/** The backend that answered: what it watches and holds, and what is wrong with its configuration. */
export function PortalSection({ setup }: { setup: Setup }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { process, catalog, clusters, warnings, clusterList } = setup;
  const sum = (read: (cluster: Setup['clusters'][0]) => number) =>
    String(clusters.reduce((total, cluster) => total + read(cluster), 0));
  return (
    <Section title={t('setup.portal')}>
      {[...(clusterList ? [clusterList] : []), ...warnings].map(text => (
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
