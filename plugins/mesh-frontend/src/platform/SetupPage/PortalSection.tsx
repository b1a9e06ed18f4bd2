import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Setup } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { FactList } from '../../components/FactList';
import { RelativeTime } from '../../components/RelativeTime';
import { Section } from '../../components/Section';
import { meshTranslationRef } from '../../translation';
import { bytes } from '../../view/units';
import { Remark } from './Remark';

/** The backend that answered: what it watches and holds, and what is wrong with its configuration. */
export function PortalSection({ setup }: { setup: Setup }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { process, catalog, clusters, warnings, clusterList } = setup;
  const sum = (read: (cluster: Setup['clusters'][0]) => number) =>
    String(clusters.reduce((total, cluster) => total + read(cluster), 0));
  return (
    <Section title={t('setup.portal')}>
      {[...(clusterList ? [clusterList] : []), ...warnings].map(text => (
        <Box key={text.message} sx={{ mb: 1 }}>
          <Remark text={text} severity="warning" />
        </Box>
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
