import { type Golden, type Text, text } from '@meshport/plugin-mesh-common';
import {
  type Cause,
  type Counts,
  failedRequests,
  successRatioOf,
} from './goldenCounts';

/** Puts a sentence into words; one that is in words already stays as it is. */
export function inWords(cause: Cause | Text): Text {
  return 'message' in cause ? cause : text(cause.id, cause.params);
}

/** Part of all failures by reason, the largest first. */
function errorsBy(counts: Counts): Golden['errorsBy'] {
  const all = failedRequests(counts);
  if (!(all > 0)) return undefined;
  return Object.entries(counts.failures ?? {})
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => ({ reason, share: count / all }));
}

function tcpOf({ tcp }: Counts): Golden['tcp'] {
  return (
    tcp && {
      connectionsPerSecond: tcp.connections,
      receivedBytesPerSecond: tcp.receivedBytes,
      sentBytesPerSecond: tcp.sentBytes,
    }
  );
}

/** The numbers as answers tell them. `query` is PromQL for whoever wants to check. */
export function goldenAnswer(
  counts: Counts,
  { windowSeconds, query }: { windowSeconds: number; query?: string },
): Golden {
  const { state, reason, source, at, requests, latency } = counts;
  const successRatio = successRatioOf(counts);
  const tcp = tcpOf(counts);
  const errors = errorsBy(counts);
  return {
    state,
    ...(reason ? { reason: inWords(reason) } : {}),
    ...(source === undefined ? {} : { source }),
    windowSeconds,
    ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
    ...(query === undefined ? {} : { query }),
    ...(requests === undefined ? {} : { requestRate: requests }),
    ...(successRatio === undefined ? {} : { successRatio }),
    ...(latency && requests !== undefined && requests > 0
      ? { latencyMs: latency }
      : {}),
    ...(tcp ? { tcp } : {}),
    ...(errors ? { errorsBy: errors } : {}),
  };
}
