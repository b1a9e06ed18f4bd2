import { MetricsSourceError, type MetricsFault } from './MetricsSource';
import { failureSchema } from './schema';

/** Longer ones quote whole queries. */
const MAX_DETAIL = 300;

/** As Prometheus, Thanos, Mimir and VictoriaMetrics say it. */
const TOO_MUCH =
  /too many|(exceed\w*|hit|reached|above|over)\b.{0,80}\b(limit|maximum)\b|limit\b.{0,40}\bexceeded|too large|larger than|-search\.max|max-(chunks|series|samples|estimated)/i;

const TOO_SLOW = /timed out|timeout|deadline exceeded/i;

const BY_STATUS: ReadonlyMap<number, MetricsFault> = new Map([
  [400, 'rejected'],
  [401, 'credentials'],
  [403, 'forbidden'],
  [413, 'too-much'],
  [422, 'rejected'],
  [504, 'deadline'],
]);

function failureOf(body: string): { errorType?: string; error: string } {
  try {
    const { data } = failureSchema.safeParse(JSON.parse(body));
    return data ?? { error: '' };
  } catch {
    // A page of a proxy, not of the store: its status says it.
    return { error: '' };
  }
}

function faultOf(status: number, body: string): MetricsFault {
  const { errorType, error } = failureOf(body);
  if (status === 401 || status === 403 || status === 429) {
    return BY_STATUS.get(status) ?? 'failed';
  }
  if (errorType === 'timeout') return 'deadline';
  if (TOO_MUCH.test(error)) return 'too-much';
  if (errorType !== 'bad_data' && TOO_SLOW.test(error)) return 'deadline';
  return BY_STATUS.get(status) ?? 'failed';
}

/** One line, without anything that was sent to prove who we are. */
function shown(sentence: string, secrets: readonly string[]): string {
  const clean = secrets.reduce(
    (rest, secret) => (secret ? rest.replaceAll(secret, '***') : rest),
    sentence,
  );
  const line = clean.replace(/\s+/g, ' ').trim();
  return line.length > MAX_DETAIL ? `${line.slice(0, MAX_DETAIL)} ...` : line;
}

/**
 * What an HTTP answer other than 200 means. Only a store's own sentence is kept of its
 * body, never a proxy's page. Redirections are such answers: following them could carry
 * credentials to another host.
 */
export function statusError(
  status: number,
  body: string,
  secrets: readonly string[],
): MetricsSourceError {
  const detail = shown(failureOf(body).error, secrets);
  return new MetricsSourceError(
    faultOf(status, body),
    `The metrics store answered ${status}${detail && `: ${detail}`}`,
    { status, detail },
  );
}
