import type { Membership, MembershipState } from '@meshport/plugin-mesh-common';
import { type Pod, unreadableReasons } from '@meshport/plugin-mesh-node';
import { noPods } from '../../sidecar/nextPod';
import {
  byPods,
  byTable,
  type Row as RowOf,
  sidecarMembership,
  type Verdict,
  verdict,
} from '../../sidecar/verdicts';
import { conflictingMeshes, conflictingZtunnels } from '../conflicts';
import { asksForCilium, asksForLinkerd } from '../otherMeshes';
import { isReadyOn } from './agents';
import {
  ambientIntent,
  type AmbientFacts,
  isCaptured,
  isPending,
} from './facts';
import { AMBIENT_KINDS } from './installation';
import type { Handling } from './layer7';
import { cniNotReady, ztunnelNotReady } from './nodeReasons';
import {
  captureRemains,
  hostNetwork,
  modeNotInstalled,
  namespaceIgnored,
  namespaceMisread,
  podNotCaptured,
  podOptedOut,
  sidecarsRemain,
} from './reasons';

type Row = RowOf<AmbientFacts>;

function hasReady(facts: AmbientFacts, part: 'ztunnel' | 'cni', pod: Pod) {
  return isReadyOn(facts.world.ambient[part], pod.spec.nodeName ?? '');
}

/** Not on a node yet, or about to be captured: nothing is wrong with it. */
function isStarting(facts: AmbientFacts, pod: Pod): boolean {
  if (pod.spec.nodeName === undefined) return true;
  const isWaited =
    hasReady(facts, 'cni', pod) && hasReady(facts, 'ztunnel', pod);
  return pod.status.phase === 'Pending' && !isPending(pod) && isWaited;
}

/** Pods that are not captured although they could be. */
function leftOut(facts: AmbientFacts): readonly Pod[] {
  return facts.missing.filter(pod => !isStarting(facts, pod));
}

const nothingRuns: Row = facts => {
  const { workload, intent, enrolled, world } = facts;
  const isEmpty = enrolled.length === 0 && leftOut(facts).length === 0;
  if (!isEmpty || intent.kind === 'none') return undefined;
  if (intent.kind === 'opted-out' && workload.pods.length > 0) return undefined;
  const wouldEnrol =
    intent.kind === 'capture' && world.ambient.state === 'installed';
  const nextPod = wouldEnrol ? 'would-enrol' : 'would-not-enrol';
  const isKnown = world.ambient.state !== 'unknown';
  return verdict(
    'idle',
    noPods(workload, { nextPod: isKnown ? nextPod : 'not-known' }),
  );
};

/** What ambient mode is for could not be read. */
const unreadable: Row = ({ world }) =>
  world.ambient.state === 'unknown'
    ? verdict('unknown', ...unreadableReasons(world.snapshot, AMBIENT_KINDS))
    : undefined;

const misconfigured: Row = facts => {
  const { intent, world } = facts;
  if (!('askedBy' in intent)) return undefined;
  if (world.ambient.state === 'not-installed') {
    return verdict('misconfigured', modeNotInstalled(facts, intent));
  }
  switch (intent.kind) {
    case 'host-network':
      return verdict('misconfigured', hostNetwork(facts));
    case 'namespace-ignored':
      return verdict('misconfigured', namespaceIgnored(facts, intent));
    default:
      return undefined;
  }
};

/** Another mesh is asked to take the pods too. */
const conflicting: Row = facts => {
  const { intent, world, workload } = facts;
  if (!('askedBy' in intent)) return undefined;
  if (asksForLinkerd(world, workload)) {
    return verdict('misconfigured', conflictingMeshes(facts));
  }
  return asksForCilium(world, workload)
    ? verdict('misconfigured', conflictingZtunnels(facts))
    : undefined;
};

/** Something that has to run on the pods' nodes does not. */
const onBadNodes: Row = facts => {
  if (facts.intent.kind !== 'capture') return undefined;
  const captured = facts.enrolled
    .map(({ pod }) => pod)
    .filter(pod => isCaptured(pod));
  const waiting = leftOut(facts);
  const pending = waiting.filter(isPending);
  const lacks = (part: 'ztunnel' | 'cni') => (pod: Pod) =>
    !hasReady(facts, part, pod);
  const withoutCni = waiting
    .filter(pod => !isPending(pod))
    .filter(lacks('cni'));
  const down = [
    ...captured,
    ...waiting.filter(pod => !withoutCni.includes(pod)),
  ].filter(lacks('ztunnel'));
  const stuck = pending.filter(pod => !down.includes(pod));
  const reasons = [
    down.length > 0 ? ztunnelNotReady(facts, down, 'down') : undefined,
    stuck.length > 0 ? ztunnelNotReady(facts, stuck, 'pending') : undefined,
    withoutCni.length > 0 ? cniNotReady(facts, withoutCni) : undefined,
  ].filter(reason => reason !== undefined);
  return reasons.length > 0 ? verdict('misconfigured', ...reasons) : undefined;
};

const optedOut: Row = facts =>
  facts.intent.kind === 'opted-out'
    ? verdict('opted-out', podOptedOut(facts))
    : undefined;

const pendingRestart: Row = facts => {
  const { intent, enrolled } = facts;
  const pods = (by: 'ztunnel' | 'sidecar') =>
    enrolled.filter(({ proxy }) => proxy.by === by).map(({ pod }) => pod);
  if (intent.kind === 'none' || intent.kind === 'misread') {
    const captured = pods('ztunnel');
    return captured.length > 0
      ? verdict('pending-restart', captureRemains(facts, captured))
      : undefined;
  }
  if (intent.kind !== 'capture') return undefined;
  const missed = leftOut(facts);
  const sidecars = pods('sidecar');
  const reasons = [
    missed.length > 0 ? podNotCaptured(facts, missed, intent) : undefined,
    sidecars.length > 0 ? sidecarsRemain(facts, sidecars) : undefined,
  ].filter(reason => reason !== undefined);
  return reasons.length > 0
    ? verdict('pending-restart', ...reasons)
    : undefined;
};

const enrolled: Row = ({ intent }) =>
  intent.kind === 'capture' ? verdict('enrolled') : undefined;

const misread: Row = facts =>
  facts.intent.kind === 'misread'
    ? verdict('not-enrolled', namespaceMisread(facts, facts.intent.value))
    : undefined;

/** The first row that matches wins. */
const ROWS: readonly Row[] = [
  nothingRuns,
  unreadable,
  conflicting,
  misconfigured,
  onBadNodes,
  optedOut,
  pendingRestart,
  enrolled,
  misread,
];

/**
 * State and reasons of a workload in ambient mode by the table of membership states;
 * undefined where ambient mode neither has, declares nor refuses it.
 */
export function judgeAmbient(facts: AmbientFacts): Verdict | undefined {
  const ofPod = byPods(ROWS, facts, template =>
    ambientIntent(facts.world, facts.workload, template),
  );
  return ofPod ?? byTable(ROWS, facts);
}

export interface AmbientEntry {
  readonly verdict: Verdict;
  /** Of the workload, by its services and its own labels. */
  readonly handling: Handling;
  readonly verify: Membership['verify'];
}

/** What is wrong with a workload's waypoint is not said beside something worse. */
const WITH_HANDLING: readonly MembershipState[] = [
  'enrolled',
  'partial',
  'pending-restart',
];

/** Is it said of the workload or its services why they have no waypoint? */
export function concernsHandling(state: MembershipState): boolean {
  return WITH_HANDLING.includes(state);
}

/** The entry of a workload in ambient mode: on layer 7 only behind a waypoint. */
export function ambientMembership(
  facts: AmbientFacts,
  { verdict: said, handling, verify }: AmbientEntry,
): Membership {
  const { state } = said;
  const { layer, waypoint } = handling;
  const isHandled = facts.enrolled.length > 0;
  const membership = sidecarMembership('istio', facts, said, verify);
  return {
    ...membership,
    mode: 'ambient',
    layer: isHandled ? layer : 'l4',
    ...(isHandled && waypoint ? { waypoint } : {}),
    reasons: [
      ...membership.reasons,
      ...(concernsHandling(state) ? handling.reasons : []),
    ],
  };
}
