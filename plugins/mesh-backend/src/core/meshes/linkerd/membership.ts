import {
  nothingRunning,
  podOutlives,
  withoutInjector,
} from '../sidecar/injection';
import { podPredatesTemplate } from '../sidecar/reasons';
import {
  byPods,
  byTable,
  type Row as RowOf,
  type Verdict,
  verdict,
} from '../sidecar/verdicts';
import { type Facts, workloadIntent } from './facts';
import {
  conflictingMeshes,
  hostNetwork,
  invalidNamespace,
  namespaceIgnored,
  notInstalled,
} from './misconfigurations';
import { podsWithOldProxy } from './oldProxies';
import { podOptedOut, podPredatesInjection, refused } from './reasons';

type Row = RowOf<Facts>;

const nothingRuns: Row = facts => {
  const { intent, workload } = facts;
  const isKnown = intent.kind !== 'none' || intent.refusal !== undefined;
  return workload.pods.length === 0 && isKnown
    ? verdict('idle', ...nothingRunning(facts))
    : undefined;
};

const misconfigured: Row = facts => {
  const { intent } = facts;
  switch (intent.kind) {
    case 'not-installed':
      return verdict('misconfigured', notInstalled(facts, intent));
    case 'conflict':
      return verdict('misconfigured', conflictingMeshes(facts, intent));
    case 'invalid-namespace':
      return verdict('misconfigured', invalidNamespace(facts, intent));
    case 'host-network':
      return verdict('misconfigured', hostNetwork(facts));
    case 'namespace-ignored':
      return verdict('misconfigured', namespaceIgnored(facts, intent));
    case 'inject':
      return withoutInjector(facts);
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
  if (intent.kind === 'none') {
    return enrolled.length > 0
      ? verdict('pending-restart', podOutlives(facts, 'neither'))
      : undefined;
  }
  const isInjected = intent.kind === 'inject';
  if (!isInjected && intent.kind !== 'brings-proxy') return undefined;
  const reasons = [
    ...(missing.length === 0
      ? []
      : [
          isInjected
            ? podPredatesInjection(facts, intent)
            : podPredatesTemplate(facts),
        ]),
    // A proxy of the template is as its author wants it.
    ...(isInjected ? podsWithOldProxy(facts) : []),
  ];
  return reasons.length > 0
    ? verdict('pending-restart', ...reasons)
    : undefined;
};

const enrolledRow: Row = ({ intent, missing }) =>
  (intent.kind === 'inject' || intent.kind === 'brings-proxy') &&
  missing.length === 0
    ? verdict('enrolled')
    : undefined;

const refusedRow: Row = facts =>
  facts.intent.kind === 'none' && facts.intent.refusal !== undefined
    ? verdict('not-enrolled', refused(facts, facts.intent.refusal))
    : undefined;

/** The first row that matches wins. */
const ROWS: readonly Row[] = [
  nothingRuns,
  misconfigured,
  optedOut,
  pendingRestart,
  enrolledRow,
  refusedRow,
];

/**
 * State and reasons of a workload by the table of membership states; undefined where
 * Linkerd neither has, declares nor refuses it.
 */
export function judge(facts: Facts): Verdict | undefined {
  const ofPods = byPods(ROWS, facts, template =>
    workloadIntent(facts.world, facts.workload, template),
  );
  return ofPods ?? byTable(ROWS, facts);
}
