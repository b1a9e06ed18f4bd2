import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { HealthBadge } from '../../components/HealthBadge';
import { MeshText } from '../../components/MeshText';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { meshTranslationRef } from '../../translation';
import { useModeWord } from '../../hooks/useModeWord';
import { isRead } from '../../view/isRead';

/** All of it is said below the matrix, and on the page of the cluster. */
const TWO_LINES = {
  display: '-webkit-box',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: '2',
  overflow: 'hidden',
  maxWidth: '11rem',
} as const;

/** One mesh in one cluster: health, versions, how it works, its share of pods. */
export function MeshCell(props: { cluster: Cluster; mesh: string }) {
  const { cluster, mesh } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const modeWord = useModeWord();
  const installed = cluster.meshes.find(one => one.mesh === mesh);
  if (!installed && !isRead(cluster)) {
    return <>{t('overview.notKnownYet')}</>;
  }
  if (!installed) {
    return (
      <>
        <span aria-hidden>–</span>
        <VisuallyHidden>{t('overview.notInstalled')}</VisuallyHidden>
      </>
    );
  }
  const [worst] = installed.reasons;
  const enrolled = cluster.counts.meshedPodsOf[mesh] ?? 0;
  return (
    <>
      <Box
        component="span"
        sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1 }}
      >
        <HealthBadge health={installed.health} />
        <span>{installed.versions.join(', ')}</span>
      </Box>
      <Typography variant="caption" color="text.secondary" component="div">
        {[
          ...installed.modes.map(modeWord),
          t('overview.podsIn', {
            enrolled: String(enrolled),
            count: cluster.counts.pods,
          }),
        ].join(', ')}
      </Typography>
      {worst && (
        <Typography variant="caption" component="div" sx={TWO_LINES}>
          <MeshText text={worst.text} />
        </Typography>
      )}
    </>
  );
}
