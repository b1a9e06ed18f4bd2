import Tooltip from '@mui/material/Tooltip';
import { useLocale } from '../hooks/useLocale';
import { useNow } from '../hooks/useNow';
import { absoluteTime, relativeTime, type Instant } from '../view/relativeTime';

/** `6 days ago`, with date, time and zone on hover. */
export function RelativeTime(props: {
  time: Instant;
  style?: 'long' | 'narrow';
  refreshMs?: number;
}) {
  const { time, style, refreshMs = 30_000 } = props;
  const now = useNow(refreshMs);
  const locale = useLocale();
  const iso = typeof time === 'number' ? new Date(time).toISOString() : time;
  return (
    <Tooltip title={absoluteTime(time, locale)} describeChild>
      <time dateTime={iso}>
        {relativeTime({ then: time, now, locale, style })}
      </time>
    </Tooltip>
  );
}
