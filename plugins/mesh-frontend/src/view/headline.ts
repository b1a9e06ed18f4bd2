import type { MembershipState } from '@meshport/plugin-mesh-common';
import type { ClusterLine } from './clusterLines';

/** What a fragment of the headline says of its clusters. */
type HeadlineKind =
  | 'in'
  | 'partly'
  | 'lastKnown'
  | 'allLastKnown'
  | Exclude<MembershipState, 'enrolled' | 'partial'>;

/** `partly in the mesh in <clusters>`, one part of a set's headline. */
export interface HeadlineFragment {
  readonly kind: HeadlineKind;
  /** Display names, in the order of the lines. */
  readonly clusters: readonly string[];
}

const ORDER: readonly HeadlineKind[] = [
  'in',
  'partly',
  'pending-restart',
  'misconfigured',
  'unknown',
  'opted-out',
  'not-enrolled',
  'idle',
];

function kindOf(lines: readonly ClusterLine[]): HeadlineKind {
  const states = lines.map(line => line.membership.state);
  if (states.includes('unknown')) return 'unknown';
  if (states.includes('misconfigured')) return 'misconfigured';
  const running = lines.filter(line => line.membership.pods.total > 0);
  const enrolled = running.filter(
    ({ membership: { pods } }) => pods.enrolled === pods.total,
  );
  const touched = running.some(line => line.membership.pods.enrolled > 0);
  if (running.length > 0 && enrolled.length === running.length) return 'in';
  if (touched || states.includes('partial')) return 'partly';
  if (states.includes('pending-restart')) return 'pending-restart';
  if (states.includes('opted-out')) return 'opted-out';
  if (states.includes('not-enrolled')) return 'not-enrolled';
  return 'idle';
}

/**
 * What a set's lines amount to, by cluster: good news first, so that the sentence
 * ends with what is left to do, and with what of it is not current.
 */
export function headline(lines: readonly ClusterLine[]): HeadlineFragment[] {
  const byCluster = new Map<string, ClusterLine[]>();
  for (const line of lines) {
    const name = line.cluster.displayName;
    byCluster.set(name, [...(byCluster.get(name) ?? []), line]);
  }
  const kinds = [...byCluster].map(([cluster, own]) => ({
    cluster,
    kind: kindOf(own),
  }));
  const fragments = ORDER.map(
    (kind): HeadlineFragment => ({
      kind,
      clusters: kinds.filter(k => k.kind === kind).map(k => k.cluster),
    }),
  );
  const old = [...byCluster].filter(([, own]) => own.some(l => l.lastKnown));
  return [
    ...fragments,
    {
      kind: old.length < byCluster.size ? 'lastKnown' : 'allLastKnown',
      clusters: old.map(([cluster]) => cluster),
    } as const,
  ].filter(fragment => fragment.clusters.length > 0);
}

/** mTLS over all lines of a set: the weakest, and the pods that have no proxy at all. */
export interface MtlsSummary {
  readonly inbound: 'strict' | 'permissive' | 'off' | 'unknown';
  readonly podsWithoutProxy: number;
}

const WEAKEST_FIRST = ['off', 'permissive', 'unknown', 'strict'] as const;

/** Undefined where nothing runs, so that there is nothing to protect. */
export function mtlsSummary(
  lines: readonly ClusterLine[],
): MtlsSummary | undefined {
  const postures = lines
    .filter(line => line.membership.pods.total > 0)
    .flatMap(line => (line.posture ? [line.posture] : []));
  const inbound = WEAKEST_FIRST.find(mode =>
    postures.some(posture => posture.inbound === mode),
  );
  return (
    inbound && {
      inbound,
      podsWithoutProxy: postures.reduce(
        (sum, posture) => sum + posture.podsWithoutProxy,
        0,
      ),
    }
  );
}
