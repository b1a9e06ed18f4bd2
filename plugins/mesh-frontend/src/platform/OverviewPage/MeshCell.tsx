import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { HealthBadge } from '../../components/HealthBadge';
import { MeshText } from '../../components/MeshText';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { meshTranslationRef } from '../../translation';
import { useModeWord } from '../../hooks/useModeWord';

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
        <Typography variant="caption" component="div">
          <MeshText text={worst.text} />
        </Typography>
      )}
    </>
  );
}
