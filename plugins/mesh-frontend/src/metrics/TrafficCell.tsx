import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Golden } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { RelativeTime } from '../components/RelativeTime';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';
import { hasNumbers } from '../view/goldenState';

/** Words for how much comes, or why that is not known. */
export function useTrafficWords(): (golden: Golden) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  return golden => {
    const { state, requestRate, tcp } = golden;
    if (hasNumbers(golden)) {
      return requestRate === undefined
        ? format('connections', tcp?.connectionsPerSecond ?? 0)
        : format('requests', requestRate);
    }
    if (state === 'no-traffic') return t('golden.noTrafficShort');
    return state === 'ok' || state === 'stale'
      ? t('golden.unknown')
      : t(`golden.${state}`);
  };
}

/** How much comes to a service, in a cell; old numbers say how old they are. */
export function TrafficCell({ golden }: { golden: Golden }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const words = useTrafficWords();
  const isKnown = hasNumbers(golden);
  return (
    <Box
      component="span"
      sx={{
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
        color: isKnown ? undefined : 'text.secondary',
      }}
    >
      {words(golden)}
      {golden.state === 'stale' && golden.at !== undefined && (
        <Box
          component="span"
          sx={{
            display: 'block',
            color: 'text.secondary',
            typography: 'caption',
          }}
        >
          {t('golden.lastKnown', { age: <RelativeTime time={golden.at} /> })}
        </Box>
      )}
    </Box>
  );
}
