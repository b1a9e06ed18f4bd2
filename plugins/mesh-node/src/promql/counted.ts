import type { ObservedCalls } from '../metrics';
import { tagged } from './promql';

/** One vector of several, each of whose elements says in the label what it counts. */
export function eachTagged(
  label: string,
  vectors: Readonly<Record<string, string>>,
): string {
  return Object.entries(vectors)
    .map(([what, vector]) => tagged(vector, label, what))
    .join(' or ');
}

/** Of vectors `all` and `bad`, for windows in which nobody asks why something failed. */
export function totalCalls(
  what: string | undefined,
  value: number,
): ObservedCalls {
  return what === 'all' ? { requests: value } : { failures: { other: value } };
}

/** Of vectors `opened`, `received` and `sent`, and of connections that failed for a reason. */
export function connectionCalls(
  what: string | undefined,
  value: number,
  reason = 'other',
): ObservedCalls {
  switch (what) {
    case 'opened':
      return { connections: value };
    case 'received':
      return { receivedBytes: value };
    case 'sent':
      return { sentBytes: value };
    default:
      return { failedConnections: value, failures: { [reason]: value } };
  }
}
