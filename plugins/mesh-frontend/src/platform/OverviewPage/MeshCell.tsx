import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { HealthBadge } from '../../components/HealthBadge';
import { MeshText } from '../../components/MeshText';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { meshTranslationRef } from '../../translation';
import { useModeWord } from '../../hooks/useModeWord';

/** All of it is said below the matrix, and on the page of the cluster. */
const TWO_LINES = {
  display: '-webkit-box',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: '2',
  overflow: 'hidden',
  minWidth: '9rem',
} as const;

/** One mesh in one cluster: health, versions, how it works, its share of pods. */
export function MeshCell(props: { cluster: Cluster; mesh: string }) {
  const { cluster, mesh } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const modeWord = useModeWord();
  const installed = cluster.meshes.find(one => one.mesh === mesh);
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
      <HealthBadge health={installed.health} />
      <Typography variant="body2">
        {[...installed.versions, ...installed.modes.map(modeWord)].join(', ')}
      </Typography>
      <Typography variant="caption" color="text.secondary" component="div">
        {t('overview.podsIn', { count: enrolled })}
      </Typography>
      {worst && (
        <Typography variant="caption" component="div" sx={TWO_LINES}>
          <MeshText text={worst.text} />
        </Typography>
      )}
    </>
  );
}
