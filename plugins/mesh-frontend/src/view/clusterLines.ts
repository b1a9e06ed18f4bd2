import type {
  ClusterSet,
  ClusterSummary,
  EntityMesh,
  Membership,
  MembershipState,
  Posture,
  Reason,
  Source,
} from '@meshport/plugin-mesh-common';
import { lastKnownOf } from './freshness';
import { compareStates } from './membershipOrder';
import { isStandIn, standIns, type StandIn } from './standIns';

/** One line of the card: one service (or workload) in one cluster and one mesh. */
export interface ClusterLine {
  /** Equal for the same line of a later answer. */
  readonly id: string;
  readonly cluster: ClusterSummary;
  /** Of the service, or of the workload where there is none. */
  readonly namespace: string;
  readonly name: string;
  /** `Service`, or the kind of the workload where no Service selects its pods. */
  readonly kind: string;
  /** True where the entity has several services, so that a line must name its own. */
  readonly isOneOfSeveral: boolean;
  readonly membership: Membership;
  /** Only on the first line of an instance: mTLS is not told apart by mesh. */
  readonly posture?: Posture;
  /** Why the membership is what it is, then why mTLS is; the first is of membership if any is. */
  readonly reasons: readonly Reason[];
  /** Present where the line is the last known state, not the current one. */
  readonly lastKnown?: Source;
}

/** What one cluster set has: its lines, worst first. */
export interface SetBlock {
  readonly set: ClusterSet;
  readonly lines: readonly ClusterLine[];
  /** What only leads to one of another cluster, and is no line: it has no pods. */
  readonly standIns: readonly StandIn[];
}

/** The kind of a line that is a service and not a workload by itself. */
export const SERVICE_KIND = 'Service';

const NOTHING_RUNS: Membership = {
  mesh: '',
  mode: '',
  layer: 'l4',
  state: 'idle',
  pods: { enrolled: 0, total: 0 },
  proxyVersions: [],
  reasons: [],
  verify: [],
};

interface Subject {
  readonly set: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  readonly membership: readonly Membership[];
  readonly posture: Posture;
}

function subjectsOf(answer: EntityMesh): Subject[] {
  const services = answer.services.flatMap(service =>
    service.instances
      .filter(instance => !isStandIn(instance))
      .map(instance => ({
        set: service.set,
        cluster: instance.cluster,
        namespace: service.namespace,
        name: service.name,
        kind: SERVICE_KIND,
        membership: instance.membership,
        posture: instance.posture,
      })),
  );
  const workloads = answer.workloads.map(workload => ({
    set: workload.set,
    cluster: workload.ref.cluster,
    namespace: workload.ref.namespace ?? '',
    name: workload.ref.name,
    kind: workload.ref.kind,
    membership: workload.membership,
    posture: workload.posture,
  }));
  return [...services, ...workloads];
}

/** A cluster that an answer mentions but does not describe is shown by its name. */
function describeCluster(answer: EntityMesh, subject: Subject): ClusterSummary {
  return (
    answer.clusters.find(cluster => cluster.name === subject.cluster) ?? {
      name: subject.cluster,
      displayName: subject.cluster,
      set: subject.set,
      kubectlContext: subject.cluster,
      status: 'stale',
    }
  );
}

/** `kind namespace/name`: the same service in two sets or clusters is one. */
function identityOf({ kind, namespace, name }: Subject): string {
  return `${kind} ${namespace}/${name}`;
}

/** What could not be read may be why of both; it is said once. */
function distinctReasons(reasons: readonly Reason[]): Reason[] {
  const said = new Map(
    reasons.map(reason => [JSON.stringify(reason), reason] as const),
  );
  return [...said.values()];
}

function linesOf(
  answer: EntityMesh,
  subject: Subject,
  isOneOfSeveral: boolean,
): ClusterLine[] {
  const entries = subject.membership.length
    ? subject.membership
    : [NOTHING_RUNS];
  return [...entries]
    .sort((a, b) => compareStates(a.state, b.state))
    .map((membership, index) => ({
      id: [
        subject.set,
        subject.cluster,
        identityOf(subject),
        membership.mesh,
      ].join('|'),
      cluster: describeCluster(answer, subject),
      namespace: subject.namespace,
      name: subject.name,
      isOneOfSeveral,
      kind: subject.kind,
      membership,
      posture: index === 0 ? subject.posture : undefined,
      reasons: distinctReasons([
        ...membership.reasons,
        ...(index === 0 ? subject.posture.reasons : []),
      ]),
      lastKnown: lastKnownOf(answer.sources, subject.cluster),
    }));
}

function compareLines(a: ClusterLine, b: ClusterLine): number {
  return (
    compareStates(a.membership.state, b.membership.state) ||
    b.reasons.length - a.reasons.length ||
    a.cluster.displayName.localeCompare(b.cluster.displayName) ||
    a.namespace.localeCompare(b.namespace) ||
    a.name.localeCompare(b.name) ||
    a.kind.localeCompare(b.kind)
  );
}

/** One block per cluster set that has something of the entity, in the order of the sets. */
export function setBlocks(answer: EntityMesh): SetBlock[] {
  const subjects = subjectsOf(answer);
  const isOneOfSeveral = new Set(subjects.map(identityOf)).size > 1;
  const named = answer.sets.map(set => set.name);
  const others = standIns(answer);
  const unnamed = [...new Set([...subjects, ...others].map(({ set }) => set))]
    .filter(set => !named.includes(set))
    .map(set => ({ name: set, title: set }));
  return [...answer.sets, ...unnamed]
    .map(set => ({
      set,
      lines: subjects
        .filter(subject => subject.set === set.name)
        .flatMap(subject => linesOf(answer, subject, isOneOfSeveral))
        .sort(compareLines),
      standIns: others.filter(standIn => standIn.set === set.name),
    }))
    .filter(block => block.lines.length + block.standIns.length > 0);
}

/** True for a line about which nobody has to do or know anything. */
function isQuiet(line: ClusterLine): boolean {
  return (
    line.membership.state === 'enrolled' &&
    line.reasons.length === 0 &&
    !line.lastKnown
  );
}

/** Most lines of a set that are shown without being asked for. */
const MAX_LINES = 5;

/**
 * With more than {@link MAX_LINES} lines the quiet ones are only counted, so that the
 * others are seen. `folded` are those that the reader can unfold.
 */
export function foldLines(lines: readonly ClusterLine[]): {
  shown: ClusterLine[];
  folded: ClusterLine[];
} {
  if (lines.length <= MAX_LINES) return { shown: [...lines], folded: [] };
  return {
    shown: lines.filter(line => !isQuiet(line)),
    folded: lines.filter(isQuiet),
  };
}

/** States in which somebody has to do something, or to find out. */
export const NEEDS_SOMEONE: readonly MembershipState[] = [
  'misconfigured',
  'pending-restart',
  'partial',
  'unknown',
];

/**
 * The line whose first reason is shown as the card's one sentence: the worst one of
 * the first set in which somebody has to do something (production before staging);
 * where nobody has to, the first that has a reason at all. Why mTLS is unknown is said
 * by the line itself and by the note on its cluster.
 */
export function worstLine(
  blocks: readonly SetBlock[],
): ClusterLine | undefined {
  const explained = blocks
    .flatMap(block => block.lines)
    .filter(line => line.membership.reasons.length > 0);
  return (
    explained.find(line => NEEDS_SOMEONE.includes(line.membership.state)) ??
    explained[0]
  );
}
