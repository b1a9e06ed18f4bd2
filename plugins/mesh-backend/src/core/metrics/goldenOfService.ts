import type { GoldenState } from '@meshport/plugin-mesh-common';
import { addCounts, type Counts, type MissingCounts } from './goldenCounts';

/** Counts of an instance, and in which cluster it is. */
export interface InstanceCounts {
  readonly cluster: string;
  /** Pods that run; without any nobody counts, and nothing is missing. */
  readonly pods: number;
  readonly counts: Counts;
}

/** States in which there may be traffic that is not known of. */
const UNKNOWN_STATES: readonly GoldenState[] = [
  'unavailable',
  'not-configured',
];

const HAS_NUMBERS: readonly GoldenState[] = ['ok', 'no-traffic', 'stale'];

function missingOf(instances: readonly InstanceCounts[]): MissingCounts[] {
  return instances.flatMap(({ cluster, pods, counts }) => {
    const { state, reason } = counts;
    const isMissing =
      UNKNOWN_STATES.includes(state) || (state === 'no-data' && pods > 0);
    return isMissing ? [{ cluster, state, ...(reason ? { reason } : {}) }] : [];
  });
}

/** With traffic anywhere there is some; without, one unknown cluster may have it all. */
function stateOf(
  instances: readonly InstanceCounts[],
  missing: readonly MissingCounts[],
): GoldenState {
  const has = (state: GoldenState) =>
    instances.some(({ counts }) => counts.state === state);
  if (has('ok')) return 'ok';
  if (has('stale')) return 'stale';
  const unknown = missing.find(({ state }) => UNKNOWN_STATES.includes(state));
  if (unknown && has('no-traffic')) return 'unavailable';
  if (has('no-traffic')) return 'no-traffic';
  if (has('unavailable')) return 'unavailable';
  return has('no-data') ? 'no-data' : 'not-configured';
}

function names(clusters: readonly { readonly cluster: string }[]): string {
  return [...new Set(clusters.map(({ cluster }) => cluster))].join(', ');
}

/** What is missing, or old, in what there are numbers of. */
function reasonOfSum(
  state: GoldenState,
  instances: readonly InstanceCounts[],
  missing: readonly MissingCounts[],
): Counts['reason'] {
  const old = instances.filter(({ counts }) => counts.state === 'stale');
  if (state === 'ok' && old.length > 0) {
    return { id: 'golden.partly-stale', params: { clusters: names(old) } };
  }
  const seen = instances.filter(({ counts }) => counts.isByCallers);
  const unknown = missing.filter(one => UNKNOWN_STATES.includes(one.state));
  if (unknown.length > 0 && unknown.length < instances.length) {
    return {
      id: 'golden.partly-unknown',
      params: { clusters: names(unknown) },
    };
  }
  if (missing.length > 0 && missing.length < instances.length) {
    return {
      id: 'golden.partly-counted',
      params: { clusters: names(missing) },
    };
  }
  if (seen.length > 0 && seen.length < instances.length) {
    const params = { clusters: names(seen) };
    return { id: 'golden.partly-by-callers', params };
  }
  return instances.find(({ counts }) => counts.state === state)?.counts.reason;
}

function earliest(times: readonly (number | undefined)[]) {
  const known = times.filter(time => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

/**
 * The traffic of a service over its instances; of those that stand for others only where
 * there are no others. A cluster whose numbers are not known is named.
 */
export function goldenOfService(instances: readonly InstanceCounts[]): Counts {
  if (instances.length === 1) {
    const [{ counts }] = instances;
    return counts;
  }
  const missing = missingOf(instances);
  const known = instances
    .map(({ counts }) => counts)
    .filter(({ state }) => HAS_NUMBERS.includes(state));
  const state = stateOf(instances, missing);
  const reason = reasonOfSum(state, instances, missing);
  const sources = new Set(known.flatMap(({ source }) => source ?? []));
  const [source] = sources;
  const at = earliest(known.map(one => one.at));
  const receivedAt = earliest(known.map(one => one.receivedAt));
  return {
    state,
    ...(reason ? { reason } : {}),
    ...(sources.size === 1 ? { source } : {}),
    ...(known.length > 0 ? addCounts(known) : {}),
    ...(at === undefined ? {} : { at }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
    missing,
    answers: instances.flatMap(({ counts }) => counts.answers ?? []),
  };
}
