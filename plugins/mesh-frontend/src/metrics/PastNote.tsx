import { useTranslationRef } from '@backstage/frontend-plugin-api';
import HistoryIcon from '@mui/icons-material/History';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useLocale } from '../hooks/useLocale';
import type { ChosenSpan } from '../hooks/useMetricsSpan';
import { meshTranslationRef } from '../translation';
import { absoluteTime } from '../view/relativeTime';

/**
 * That the page is not of now, where another time was chosen, and the way back; or that
 * it is of now nevertheless, where the past is not `kept`.
 */
export function PastNote(props: { chosen: ChosenSpan; kept?: boolean }) {
  const { chosen, kept = true } = props;
  const { span, changeSpan } = chosen;
  const { t } = useTranslationRef(meshTranslationRef);
  const locale = useLocale();
  if (span.at === undefined) return null;
  const time = absoluteTime(span.at, locale);
  return (
    <Box
      role="status"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1,
        typography: 'body2',
      }}
    >
      <HistoryIcon aria-hidden fontSize="small" />
      {kept
        ? t('metrics.pastNote', { time })
        : t('metrics.pastNotKept', { time })}
      <Button size="small" onClick={() => changeSpan({ window: span.window })}>
        {t('span.now')}
      </Button>
    </Box>
  );
}
