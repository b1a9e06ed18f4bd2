import type {
  Membership,
  MembershipState,
  Reason,
} from '@meshport/plugin-mesh-common';
import type { Pod } from '@meshport/plugin-mesh-node';
import { severityRank } from '../../model/states';
import { type SidecarFacts, templateOfPod } from './facts';
import { watchRollout } from './fixes';

/** State of a workload in the mesh and why. */
export interface Verdict {
  readonly state: MembershipState;
  readonly reasons: readonly Reason[];
}

export function verdict(
  state: MembershipState,
  ...reasons: readonly (Reason | undefined)[]
): Verdict {
  return {
    state,
    reasons: reasons.filter(reason => reason !== undefined),
  };
}

/** Undefined where the condition of a row of the table does not hold. */
export type Row<Facts> = (facts: Facts) => Verdict | undefined;

/** The table of membership states: the first row that matches wins. */
export function byTable<Facts>(
  rows: readonly Row<Facts>[],
  facts: Facts,
): Verdict | undefined {
  for (const row of rows) {
    const result = row(facts);
    if (result) return result;
  }
  return undefined;
}

interface FactsWithIntent extends SidecarFacts {
  /** What the mesh would do with the next pod. */
  readonly intent: { readonly kind: string };
}

type IntentOf<Facts extends FactsWithIntent> = (
  template: ReturnType<typeof templateOfPod>,
) => Facts['intent'];

/** The pods of a workload by what would happen to them if they were made again. */
function byOwnIntent<Facts extends FactsWithIntent>(
  facts: Facts,
  intentOf: IntentOf<Facts>,
): Facts[] {
  const groups = new Map<string, { intent: Facts['intent']; pods: Set<Pod> }>();
  for (const pod of facts.workload.pods) {
    const intent = intentOf(templateOfPod(pod));
    const group = groups.get(intent.kind) ?? { intent, pods: new Set() };
    groups.set(intent.kind, group);
    group.pods.add(pod);
  }
  return [...groups.values()].map(({ intent, pods }) => ({
    ...facts,
    intent,
    enrolled: facts.enrolled.filter(({ pod }) => pods.has(pod)),
    missing: facts.missing.filter(pod => pods.has(pod)),
  }));
}

/**
 * Pods of a controller that is not watched can differ from one another: each is judged
 * by its own labels. Undefined where they all ask for the same.
 */
export function byPods<Facts extends FactsWithIntent>(
  rows: readonly Row<Facts>[],
  facts: Facts,
  intentOf: IntentOf<Facts>,
): Verdict | undefined {
  if (facts.workload.templateFrom !== 'pods') return undefined;
  const groups = facts.missing.length > 0 ? byOwnIntent(facts, intentOf) : [];
  if (groups.length < 2) return undefined;
  const verdicts = groups
    .flatMap(group => byTable(rows, group) ?? [])
    .sort((a, b) => severityRank(a.state) - severityRank(b.state));
  const [worst] = verdicts;
  return (
    worst && {
      state: facts.enrolled.length > 0 ? 'partial' : worst.state,
      reasons: verdicts.flatMap(({ reasons }) => reasons),
    }
  );
}

/** Versions of the running proxies, each once. */
function proxyVersions({ enrolled: pods }: SidecarFacts): string[] {
  const versions = pods.flatMap(({ proxy }) => proxy.version ?? []);
  return [...new Set(versions)].sort();
}

/** The entry of a workload in a mesh with sidecars. */
export function sidecarMembership(
  mesh: string,
  facts: SidecarFacts,
  { state, reasons }: Verdict,
  verify: Membership['verify'],
): Membership {
  const { snapshot } = facts.world;
  const restarts = state === 'pending-restart';
  return {
    mesh,
    mode: 'sidecar',
    layer: 'l7',
    state,
    pods: {
      enrolled: facts.enrolled.length,
      total: facts.workload.pods.length,
    },
    proxyVersions: proxyVersions(facts),
    reasons: [...reasons],
    verify: [
      ...(restarts
        ? watchRollout(snapshot.cluster.kubectlContext, facts.workload)
        : []),
      ...verify,
    ],
  };
}
