import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { useParams } from 'react-router-dom';
import { meshApiRef } from '../../api/meshApiRef';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import { LiveContent } from '../../components/LiveContent';
import { ReasonList } from '../../components/ReasonList';
import { Section } from '../../components/Section';
import { TitledPage } from '../../components/TitledPage';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { InsteadOfPlatform } from '../InsteadOfPlatform';
import { ClusterFacts } from './ClusterFacts';
import { FootprintTable } from './FootprintTable';
import { MeshSection } from './MeshSection';

function ClusterDetails({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { reasons, meshes, footprint, counts } = cluster;
  return (
    <>
      {reasons.length > 0 && (
        <Section title={t('overview.attention')}>
          <ReasonList reasons={reasons} />
        </Section>
      )}
      <Section title={t('cluster.about')}>
        <ClusterFacts cluster={cluster} />
      </Section>
      {meshes.map(installation => (
        <MeshSection
          key={installation.mesh}
          installation={installation}
          enrolledPods={counts.meshedPodsOf[installation.mesh] ?? 0}
        />
      ))}
      {meshes.length === 0 && (
        <Typography variant="body2">
          {cluster.status === 'live'
            ? t('cluster.noMesh')
            : t('cluster.noMeshYet')}
        </Typography>
      )}
      {footprint.length > 0 && (
        <Section title={t('cluster.footprint')}>
          <FootprintTable footprint={footprint} meshes={meshes} />
        </Section>
      )}
    </>
  );
}

/** One cluster: its meshes with all that is known of them. */
export function ClusterPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const { cluster = '' } = useParams();
  const live = useLiveAnswer(`mesh:cluster:${cluster}`, async signal => {
    const answer = await mesh.getCluster({ params: { cluster } }, { signal });
    return { cluster: answer, clusters: [answer], sources: answer.sources };
  });
  return (
    <LiveContent
      live={live}
      loading={t('cluster.loading')}
      instead={<InsteadOfPlatform />}
    >
      {answer => (
        <TitledPage
          title={answer.cluster.displayName}
          aside={<ClusterStatusBadge status={answer.cluster.status} />}
        >
          <ClusterDetails cluster={answer.cluster} />
        </TitledPage>
      )}
    </LiveContent>
  );
}
