import type {
  Membership,
  MembershipState,
  Reason,
} from '@meshport/plugin-mesh-common';
import { type Pod, unreadableReasons } from '@meshport/plugin-mesh-node';
import { severityRank } from '../../model/states';
import { type Facts, workloadIntent } from './facts';
import { AVAILABILITY_KINDS, availabilityOf, type Injector } from './injectors';
import type { Intent } from './intent';
import {
  conflictingLabels,
  hostNetwork,
  injectorUnavailable,
  namespaceIgnored,
  revisionNotFound,
} from './misconfigurations';
import { noPods } from './nextPod';
import {
  namespaceRefuses,
  podHasOldRevision,
  podOptedOut,
  podOutlivesInjection,
  podPredatesInjection,
  podPredatesTemplate,
} from './reasons';

/** State of a workload in the mesh and why. */
export interface Verdict {
  readonly state: MembershipState;
  readonly reasons: readonly Reason[];
}

/** Undefined where the condition of a row of the table does not hold. */
type Row = (facts: Facts) => Verdict | undefined;

function verdict(
  state: MembershipState,
  ...reasons: readonly (Reason | undefined)[]
): Verdict {
  return {
    state,
    reasons: reasons.filter(reason => reason !== undefined),
  };
}

const nothingRuns: Row = facts => {
  const isRefused =
    facts.intent.kind !== 'none' || facts.intent.refusal !== undefined;
  return facts.workload.pods.length === 0 && isRefused
    ? verdict('idle', ...noPods(facts))
    : undefined;
};

/** Undefined where the injector answers, or where no pod lacks a proxy. */
function withoutInjector(
  facts: Facts,
  injector: Injector,
): Verdict | undefined {
  if (facts.missing.length === 0) return undefined;
  const { snapshot, controlPlane } = facts.world;
  switch (availabilityOf(snapshot, controlPlane, injector)) {
    case 'unavailable':
      return verdict('misconfigured', injectorUnavailable(facts, injector));
    case 'unknown':
      return verdict(
        'unknown',
        ...unreadableReasons(snapshot, AVAILABILITY_KINDS),
      );
    default:
      return undefined;
  }
}

const misconfigured: Row = facts => {
  const { intent } = facts;
  switch (intent.kind) {
    case 'revision-not-found':
      return verdict('misconfigured', revisionNotFound(facts, intent));
    case 'conflict':
      return verdict('misconfigured', conflictingLabels(facts, intent));
    case 'host-network':
      return verdict('misconfigured', hostNetwork(facts));
    case 'namespace-ignored':
      return verdict('misconfigured', namespaceIgnored(facts));
    case 'inject':
      return withoutInjector(facts, intent.injector);
    default:
      return undefined;
  }
};

const optedOut: Row = facts =>
  facts.intent.kind === 'opted-out'
    ? verdict('opted-out', podOptedOut(facts, facts.intent))
    : undefined;

const pendingRestart: Row = facts => {
  const { intent, missing, enrolled } = facts;
  if (intent.kind === 'inject') {
    const reasons = [
      missing.length > 0 ? podPredatesInjection(facts, intent) : undefined,
      podHasOldRevision(facts, intent),
    ].filter(reason => reason !== undefined);
    return reasons.length > 0
      ? verdict('pending-restart', ...reasons)
      : undefined;
  }
  if (intent.kind === 'brings-proxy' && missing.length > 0) {
    return verdict('pending-restart', podPredatesTemplate(facts));
  }
  return intent.kind === 'none' && enrolled.length > 0
    ? verdict('pending-restart', podOutlivesInjection(facts))
    : undefined;
};

const enrolled: Row = ({ intent, missing }) =>
  (intent.kind === 'inject' || intent.kind === 'brings-proxy') &&
  missing.length === 0
    ? verdict('enrolled')
    : undefined;

const refused: Row = facts =>
  facts.intent.kind === 'none' && facts.intent.refusal !== undefined
    ? verdict('not-enrolled', namespaceRefuses(facts, facts.intent.refusal))
    : undefined;

/** The first row that matches wins. */
const ROWS: readonly Row[] = [
  nothingRuns,
  misconfigured,
  optedOut,
  pendingRestart,
  enrolled,
  refused,
];

function byTable(facts: Facts): Verdict | undefined {
  for (const row of ROWS) {
    const result = row(facts);
    if (result) return result;
  }
  return undefined;
}

/** The pods of a workload by what would happen to them if they were made again. */
function byOwnIntent(facts: Facts): Facts[] {
  const { world, workload } = facts;
  const groups = new Map<Intent['kind'], { intent: Intent; pods: Set<Pod> }>();
  for (const pod of workload.pods) {
    const { labels, annotations } = pod.metadata;
    const template = { metadata: { labels, annotations }, spec: pod.spec };
    const intent = workloadIntent(world, workload, template);
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
function byPods(facts: Facts): Verdict | undefined {
  if (facts.workload.templateFrom !== 'pods') return undefined;
  const groups = facts.missing.length > 0 ? byOwnIntent(facts) : [];
  if (groups.length < 2) return undefined;
  const verdicts = groups
    .flatMap(group => byTable(group) ?? [])
    .sort((a, b) => severityRank(a.state) - severityRank(b.state));
  const [worst] = verdicts;
  return (
    worst && {
      state: facts.enrolled.length > 0 ? 'partial' : worst.state,
      reasons: verdicts.flatMap(({ reasons }) => reasons),
    }
  );
}

/**
 * State and reasons of a workload by the table of membership states; undefined where
 * Istio neither has, declares nor refuses it.
 */
export function judge(facts: Facts): Verdict | undefined {
  return byPods(facts) ?? byTable(facts);
}

/** Versions of the running proxies, each once. */
function proxyVersions({ enrolled: pods }: Facts): string[] {
  const versions = pods.flatMap(({ proxy }) => proxy.version ?? []);
  return [...new Set(versions)].sort();
}

export function membershipOf(
  facts: Facts,
  { state, reasons }: Verdict,
  verify: Membership['verify'],
): Membership {
  return {
    mesh: 'istio',
    mode: 'sidecar',
    layer: 'l7',
    state,
    pods: {
      enrolled: facts.enrolled.length,
      total: facts.workload.pods.length,
    },
    proxyVersions: proxyVersions(facts),
    reasons: [...reasons],
    verify,
  };
}
