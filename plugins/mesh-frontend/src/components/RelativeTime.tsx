import Tooltip from '@mui/material/Tooltip';
import { useEverySecond } from '../hooks/useEverySecond';
import { useLocale } from '../hooks/useLocale';
import { absoluteTime, relativeTime, type Instant } from '../view/relativeTime';

/** `6 days ago`, with date, time and zone on hover. Below a minute it counts seconds. */
export function RelativeTime(props: {
  time: Instant;
  style?: 'long' | 'narrow';
}) {
  const { time, style } = props;
  const locale = useLocale();
  const age = useEverySecond(now =>
    relativeTime({ then: time, now, locale, style }),
  );
  const iso = typeof time === 'number' ? new Date(time).toISOString() : time;
  return (
    <Tooltip title={absoluteTime(time, locale)} describeChild>
      <time dateTime={iso}>{age}</time>
    </Tooltip>
  );
}
