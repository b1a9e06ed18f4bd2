import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Graph } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { RelativeTime } from '../components/RelativeTime';
import { meshTranslationRef } from '../translation';
import { useWindowWords } from './useWindowWords';

/** What the numbers are counted over, and how old they are. */
export function CountedOver({
  answer,
}: {
  answer: Pick<Graph, 'windowSeconds' | 'at'>;
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const windowWords = useWindowWords();
  const { windowSeconds, at } = answer;
  if (at === undefined) return null;
  return (
    <Box
      component="span"
      sx={{
        color: 'text.secondary',
        typography: 'body2',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      {t('dependencies.counted', {
        window: windowWords(windowSeconds),
        age: <RelativeTime time={at} />,
      })}
    </Box>
  );
}
