import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { meshTranslationRef } from '../../translation';

/** As tall as a card with one cluster and one sentence, so that nothing jumps. */
export function CardSkeleton() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box aria-busy="true">
      <VisuallyHidden live>{t('card.loading')}</VisuallyHidden>
      <Skeleton width="55%" height={28} />
      <Skeleton width="100%" height={36} />
      <Skeleton width="100%" height={1} sx={{ my: 2 }} variant="rectangular" />
      <Skeleton width="90%" height={24} />
      <Skeleton width="70%" height={24} />
      <Box sx={{ display: 'flex', gap: 1, mt: 1.5 }}>
        <Skeleton width={104} height={32} variant="rounded" />
        <Skeleton width={136} height={32} variant="rounded" />
      </Box>
    </Box>
  );
}
