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
import { PortalSection } from './PortalSection';
import { SetupCluster } from './SetupCluster';
import { SetupTable } from './SetupTable';

function Clusters({ clusters }: Pick<Setup, 'clusters'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (clusters.length === 0) return <NoClusters />;
  const inOrder = clusters.filter(isInOrder);
  const troubled = clusters.filter(cluster => !isInOrder(cluster));
  return (
    <>
      <Section title={t('setup.atAGlance')}>
        <SetupTable clusters={clusters} />
      </Section>
      {[...troubled, ...inOrder].map(cluster => (
        <SetupCluster key={cluster.name} cluster={cluster} />
      ))}
    </>
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
          <Clusters clusters={setup.clusters} />
        </Box>
      )}
    </LiveContent>
  );
}
