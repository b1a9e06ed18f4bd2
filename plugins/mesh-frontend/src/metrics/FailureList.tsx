import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Golden } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import { useFailureWord } from '../hooks/useFailureWord';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';
import { windowOf } from '../view/goldenState';

/** Why requests failed, the most frequent reason first. */
export function FailureList({ golden }: { golden: Golden }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const word = useFailureWord();
  const format = useMeasure();
  const { errorsBy = [], successRatio } = golden;
  if (errorsBy.length === 0) {
    const { minutes, seconds } = windowOf(golden);
    const none =
      minutes === undefined
        ? t('failure.noneSeconds', { seconds })
        : t('failure.none', { minutes });
    return (
      <Box sx={{ typography: 'body2', color: 'text.secondary' }}>
        {successRatio === 1 ? none : t('failure.unknown')}
      </Box>
    );
  }
  return (
    <Box
      component="ul"
      aria-label={t('failure.title')}
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 0.5 }}
    >
      {errorsBy.map(({ reason, share }) => (
        <Box component="li" key={reason} sx={{ typography: 'body2' }}>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              justifyContent: 'space-between',
              columnGap: 2,
            }}
          >
            <span>{word(reason)}</span>
            <span>
              {t('failure.share', { share: format('success', share) })}
            </span>
          </Box>
          <LinearProgress
            aria-hidden
            variant="determinate"
            value={share * 100}
          />
        </Box>
      ))}
    </Box>
  );
}
