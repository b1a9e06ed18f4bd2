import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useParams } from 'react-router-dom';
import { meshApiRef } from '../../api/meshApiRef';
import { AnswerError } from '../../components/AnswerError';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import { PlatformContent } from '../../components/PlatformContent';
import { ReasonList } from '../../components/ReasonList';
import { Section } from '../../components/Section';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { ClusterFacts } from './ClusterFacts';
import { FootprintTable } from './FootprintTable';
import { MeshSection } from './MeshSection';

function ClusterDetails({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'baseline',
          gap: 2,
        }}
      >
        <Typography variant="h5" component="h1" sx={{ m: 0 }}>
          {cluster.displayName}
        </Typography>
        <ClusterStatusBadge status={cluster.status} />
      </Box>
      {cluster.reasons.length > 0 && (
        <Section title={t('overview.attention')}>
          <ReasonList reasons={cluster.reasons} />
        </Section>
      )}
      <Section title={t('cluster.about')}>
        <ClusterFacts cluster={cluster} />
      </Section>
      {cluster.meshes.map(installation => (
        <MeshSection
          key={installation.mesh}
          installation={installation}
          enrolledPods={cluster.counts.meshedPodsOf[installation.mesh] ?? 0}
        />
      ))}
      {cluster.meshes.length === 0 && (
        <Typography variant="body2">{t('cluster.noMesh')}</Typography>
      )}
      {cluster.footprint.length > 0 && (
        <Section title={t('cluster.footprint')}>
          <FootprintTable
            footprint={cluster.footprint}
            meshes={cluster.meshes}
          />
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
    return { answer, clusters: [answer], sources: answer.sources };
  });
  const { answer, error, checkedAt, retry } = live;
  return (
    <PlatformContent live={live}>
      {error && (
        <AnswerError error={error} lastAnswerAt={checkedAt} retry={retry} />
      )}
      {!answer && !error && (
        <Skeleton height={240} aria-label={t('cluster.loading')} />
      )}
      {answer && <ClusterDetails cluster={answer.answer} />}
    </PlatformContent>
  );
}
