import {
  type ExportState,
  type ExportTarget,
  type Reason,
  text,
} from '@meshport/plugin-mesh-common';
import type {
  DeclaredExport,
  ExportArrival,
  ExportPair,
  ExportRules,
} from '@meshport/plugin-mesh-node';
import { type LinkedCluster, outdated } from './exportSides';

function stateOf({ arrived, reasons }: ExportArrival): ExportState {
  if (arrived === 'unknown') return 'unknown';
  if (!arrived) return 'missing';
  return reasons.length > 0 ? 'limited' : 'available';
}

/** What of the other cluster could not be read may be all that is missing. */
function unreadable(
  arrival: ExportArrival | undefined,
  reasons: readonly Reason[],
): Omit<ExportTarget, 'cluster'> {
  return {
    ...{ ports: [], endpoints: { ready: 0, total: 0 } },
    ...arrival,
    arrived: arrival?.arrived === true ? true : 'unknown',
    state: 'unknown',
    reasons: [...reasons],
  };
}

function notRead(cluster: string): Reason {
  return {
    code: 'cluster-not-read',
    text: text('reason.cluster-not-read', { cluster }),
    evidence: [],
  };
}

/** In a cluster of which nothing has been read; none where nothing is waited for. */
export function unreadTarget(
  from: LinkedCluster,
  to: LinkedCluster,
): ExportTarget | undefined {
  const isReadLater = to.reachability.status !== 'unsupported';
  return from.set === to.set && isReadLater && to !== from
    ? { cluster: to.name, ...unreadable(undefined, [notRead(to.name)]) }
    : undefined;
}

/** What became of an export in one cluster; none where it could not be used there. */
export function targetIn(
  declared: DeclaredExport,
  to: LinkedCluster,
  { pair, rules }: { readonly pair: ExportPair; readonly rules: ExportRules },
): ExportTarget | undefined {
  const { name: cluster } = to;
  const arrival = rules.arrivalOf(declared, pair);
  const missing = pair.to.facts.unreadable;
  if (missing.length > 0) {
    const isElsewhere = pair.from.cluster !== cluster;
    return arrival !== undefined || (pair.sameSet && isElsewhere)
      ? { cluster, ...unreadable(arrival, missing) }
      : undefined;
  }
  if (!arrival) return undefined;
  const state = stateOf(arrival);
  const since = outdated(to);
  return since.length === 0
    ? { cluster, ...arrival, state }
    : { cluster, ...arrival, state, reasons: [...arrival.reasons, ...since] };
}
