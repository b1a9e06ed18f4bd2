import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { meshTranslationRef } from '../../translation';

const TILES = ['requests', 'success', 'p50', 'p95', 'p99'];

/** As tall as a card with one service, so that nothing jumps. */
export function GoldenSkeleton() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box aria-busy="true">
      <VisuallyHidden live>{t('golden.loading')}</VisuallyHidden>
      <Skeleton width="55%" height={28} />
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, minmax(6.75rem, 1fr))',
          columnGap: 2,
        }}
      >
        {TILES.map(tile => (
          <Box key={tile}>
            <Skeleton width="60%" height={20} />
            <Skeleton width="80%" height={32} />
            <Skeleton height={24} />
          </Box>
        ))}
      </Box>
      <Skeleton width="30%" height={24} />
    </Box>
  );
}
