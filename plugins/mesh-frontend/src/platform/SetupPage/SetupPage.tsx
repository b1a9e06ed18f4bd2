import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Setup } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { meshApiRef } from '../../api/meshApiRef';
import { LiveContent } from '../../components/LiveContent';
import { Section } from '../../components/Section';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { isInOrder } from '../../view/setup';
import { InsteadOfPlatform } from '../InsteadOfPlatform';
import { NoClusters } from '../NoClusters';
import { MetricsSection } from './MetricsSection';
import { PortalSection } from './PortalSection';
import { SetupCluster } from './SetupCluster';
import { SetupTable } from './SetupTable';

function Clusters({ clusters, stores = [] }: Setup) {
  const inOrder = clusters.filter(cluster => isInOrder(cluster, stores));
  const troubled = clusters.filter(cluster => !isInOrder(cluster, stores));
  return (
    <>
      {[...troubled, ...inOrder].map(cluster => (
        <SetupCluster key={cluster.name} cluster={cluster} stores={stores} />
      ))}
    </>
  );
}

function AtAGlance({ clusters }: Setup) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (clusters.length === 0) return <NoClusters />;
  return (
    <Section title={t('setup.atAGlance')}>
      <SetupTable clusters={clusters} />
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
  return (
    <LiveContent
      live={live}
      loading={t('setup.loading')}
      instead={<InsteadOfPlatform />}
    >
      {({ setup }) => (
        <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
          <PortalSection setup={setup} />
          <AtAGlance {...setup} />
          <MetricsSection setup={setup} />
          <Clusters {...setup} />
        </Box>
      )}
    </LiveContent>
  );
}
