import type { Membership, Posture, Reason } from '@meshport/plugin-mesh-common';
import { combineStates, severityRank } from './states';

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** The same cause in two workloads is told once per sentence and fix. */
function distinctReasons(memberships: readonly Membership[]): Reason[] {
  const seen = new Map<string, Reason>();
  for (const { reasons } of memberships) {
    for (const reason of reasons) {
      const { code, text, fix } = reason;
      const key = JSON.stringify([code, text, fix?.text, fix?.command]);
      if (!seen.has(key)) seen.set(key, reason);
    }
  }
  return [...seen.values()];
}

function distinctChecks(memberships: readonly Membership[]) {
  const checks = memberships.flatMap(({ verify }) => verify);
  return [...new Map(checks.map(check => [check.command, check])).values()];
}

/** A workload that this mesh does not know, seen from the mesh: outside of it. */
function outsideOf(
  mesh: string,
  entries: readonly Membership[],
): Membership | undefined {
  const none = entries.find(entry => entry.mesh === '');
  if (none) return none;
  const other = entries[0];
  if (!other) return undefined;
  const total = other.pods.total;
  return {
    ...other,
    mesh,
    state: total > 0 ? 'not-enrolled' : 'idle',
    pods: { enrolled: 0, total },
    proxyVersions: [],
    reasons: [],
    verify: [],
  };
}

function combine(
  mesh: string,
  workloads: readonly (readonly Membership[])[],
): Membership | undefined {
  const entries = workloads
    .flatMap(entriesOf => {
      const own = entriesOf.filter(entry => entry.mesh === mesh);
      return own.length > 0 ? own : outsideOf(mesh, entriesOf) ?? [];
    })
    .sort((a, b) => severityRank(a.state) - severityRank(b.state));
  const example = entries.find(entry => entry.mesh === mesh);
  if (!example) return undefined;
  return {
    mesh,
    mode: example.mode,
    layer: entries.every(entry => entry.layer === 'l7') ? 'l7' : 'l4',
    state: combineStates(entries.map(entry => entry.state)),
    pods: {
      enrolled: entries.reduce((sum, { pods }) => sum + pods.enrolled, 0),
      total: entries.reduce((sum, { pods }) => sum + pods.total, 0),
    },
    proxyVersions: unique(entries.flatMap(entry => entry.proxyVersions)),
    reasons: distinctReasons(entries),
    verify: distinctChecks(entries),
  };
}

/**
 * Membership of a service instance from the entries of each of its workloads: one
 * entry per mesh, in which a workload that the mesh does not know counts as outside.
 * One entry without a mesh where no mesh knows any of them.
 */
export function combineMemberships(
  workloads: readonly (readonly Membership[])[],
): Membership[] {
  const named = unique(workloads.flat().map(entry => entry.mesh)).filter(
    mesh => mesh !== '',
  );
  return (named.length > 0 ? named : ['']).flatMap(
    mesh => combine(mesh, workloads) ?? [],
  );
}

/**
 * Posture of a service instance: the weakest of its workloads that run anything. One
 * that is off decides even where another is not known; else not knowing decides.
 */
export function combinePostures(
  workloads: readonly { readonly pods: number; readonly posture: Posture }[],
): Posture {
  const running = workloads.filter(({ pods }) => pods > 0);
  const postures = (running.length > 0 ? running : workloads).map(
    ({ posture }) => posture,
  );
  const modes = (['off', 'unknown', 'permissive', 'strict'] as const).filter(
    mode => postures.some(({ inbound }) => inbound === mode),
  );
  const decidedBy = postures.flatMap(posture => posture.decidedBy);
  const reasons = postures.flatMap(posture => posture.reasons);
  return {
    inbound: modes[0] ?? 'unknown',
    identities: unique(postures.flatMap(posture => posture.identities)),
    decidedBy: [
      ...new Map(decidedBy.map(ref => [JSON.stringify(ref), ref])).values(),
    ],
    podsWithoutProxy: postures.reduce(
      (sum, posture) => sum + posture.podsWithoutProxy,
      0,
    ),
    reasons: [
      ...new Map(
        reasons.map(reason => [JSON.stringify(reason), reason]),
      ).values(),
    ],
  };
}
