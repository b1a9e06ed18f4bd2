import { useTranslationRef } from '@backstage/frontend-plugin-api';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import SensorsIcon from '@mui/icons-material/Sensors';
import Box from '@mui/material/Box';
import { meshTranslationRef } from '../translation';
import type { Freshness } from '../view/freshness';
import { RelativeTime } from './RelativeTime';

/**
 * How current the page is: the age of the client's last answer or "not modified",
 * and how many clusters are live. `failed`: the last question got no answer.
 */
export function FreshnessNote(props: {
  freshness: Freshness;
  checkedAt: number;
  failed: boolean;
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { live, all, notes } = props.freshness;
  const current = !props.failed && notes.length === 0;
  const Icon = current ? SensorsIcon : CloudOffIcon;
  const age = <RelativeTime time={props.checkedAt} style="narrow" />;
  let words = t('freshness.live', { age });
  if (props.failed) words = t('freshness.notAnswered', { age });
  else if (!current && live === all) {
    words = t('freshness.inPart', { age });
  } else if (!current) {
    words = t('freshness.partlyLive', {
      live: String(live),
      count: all,
      age,
    });
  }
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 0.75,
        color: 'text.secondary',
        typography: 'body2',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <Icon
        aria-hidden
        sx={{
          fontSize: '1rem',
          color: ({ palette }) =>
            current ? palette.status.ok : palette.status.warning,
        }}
      />
      <span>{words}</span>
    </Box>
  );
}
