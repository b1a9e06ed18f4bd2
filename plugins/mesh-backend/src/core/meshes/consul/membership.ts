import { serviceKind, unreadableReasons } from '@meshport/plugin-mesh-node';
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
  namespaceIgnored,
  notInstalled,
  serviceMissing,
} from './misconfigurations';
import { podHasOldProxy, podOptedOut, podPredatesInjection } from './reasons';
import { servicesOfPod } from './services';

type Row = RowOf<Facts>;

const SERVICE_KINDS = [serviceKind] as const;

const nothingRuns: Row = facts =>
  facts.workload.pods.length === 0 && facts.intent.kind !== 'none'
    ? verdict('idle', ...nothingRunning(facts))
    : undefined;

/** Pods that no Service selects wait for one in their init container. */
function withoutService(facts: Facts): Verdict | undefined {
  const { workload, world } = facts;
  const unreadable = unreadableReasons(world.snapshot, SERVICE_KINDS);
  if (unreadable.length > 0) return verdict('unknown', ...unreadable);
  const isRegistered = workload.pods.some(
    pod => servicesOfPod(world.services, pod).length > 0,
  );
  return isRegistered
    ? undefined
    : verdict('misconfigured', serviceMissing(facts));
}

const misconfigured: Row = facts => {
  const { intent } = facts;
  switch (intent.kind) {
    case 'not-installed':
      return verdict('misconfigured', notInstalled(facts));
    case 'namespace-ignored':
      return verdict('misconfigured', namespaceIgnored(facts, intent));
    case 'inject':
      return withoutInjector(facts) ?? withoutService(facts);
    case 'brings-proxy':
      return withoutService(facts);
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
      ? verdict('pending-restart', podOutlives(facts, 'workload'))
      : undefined;
  }
  const isInjected = intent.kind === 'inject';
  if (!isInjected && intent.kind !== 'brings-proxy') return undefined;
  const predates = isInjected
    ? () => podPredatesInjection(facts, intent)
    : () => podPredatesTemplate(facts);
  const { state, reasons } = verdict(
    'pending-restart',
    missing.length > 0 ? predates() : undefined,
    // A proxy of the template is as its author wants it.
    isInjected ? podHasOldProxy(facts) : undefined,
  );
  return reasons.length > 0 ? { state, reasons } : undefined;
};

const enrolledRow: Row = ({ intent, missing }) =>
  (intent.kind === 'inject' || intent.kind === 'brings-proxy') &&
  missing.length === 0
    ? verdict('enrolled')
    : undefined;

/** The first row that matches wins. */
const ROWS: readonly Row[] = [
  nothingRuns,
  misconfigured,
  optedOut,
  pendingRestart,
  enrolledRow,
];

/**
 * State and reasons of a workload by the table of membership states; undefined where
 * Consul neither has, declares nor refuses it.
 */
export function judge(facts: Facts): Verdict | undefined {
  const ofPods = byPods(ROWS, facts, template =>
    workloadIntent(facts.world, facts.workload, template),
  );
  return ofPods ?? byTable(ROWS, facts);
}
