import { unreadableReasons } from '@meshport/plugin-mesh-node';
import { podOutlivesInjection, podPredatesTemplate } from '../sidecar/reasons';
import {
  byPods,
  byTable,
  type Row as RowOf,
  type Verdict,
  verdict,
} from '../sidecar/verdicts';
import { AVAILABILITY_KINDS } from '../sidecar/webhooks';
import { type Facts, workloadIntent } from './facts';
import { availabilityOf, type Injector } from './injectors';
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
  podPredatesInjection,
} from './reasons';

type Row = RowOf<Facts>;

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
    case 'blocked':
      return intent.verdict;
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

/**
 * State and reasons of a workload by the table of membership states; undefined where
 * Istio neither has, declares nor refuses it.
 */
export function judge(facts: Facts): Verdict | undefined {
  const ofPod = byPods(ROWS, facts, template =>
    workloadIntent(facts.world, facts.workload, template),
  );
  return ofPod ?? byTable(ROWS, facts);
}
