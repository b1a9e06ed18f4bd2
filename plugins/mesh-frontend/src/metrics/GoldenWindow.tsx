import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Golden } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { RelativeTime } from '../components/RelativeTime';
import { meshTranslationRef } from '../translation';
import { windowOf } from '../view/goldenState';

/** What the numbers are counted over, and how old they are. */
export function GoldenWindow({ golden }: { golden: Golden }) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (golden.at === undefined) return null;
  const { minutes, seconds } = windowOf(golden);
  const age = <RelativeTime time={golden.at} style="narrow" />;
  return (
    <Box
      component="span"
      sx={{
        color: 'text.secondary',
        typography: 'body2',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      {minutes === undefined
        ? t('golden.overSeconds', { seconds, age })
        : t('golden.over', { minutes, age })}
    </Box>
  );
}
