import type { Posture, Reason } from '@meshport/plugin-mesh-common';
import type {
  Pod,
  Workload,
  WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import { unreadableController } from '@meshport/plugin-mesh-node';
import { releasesOf } from '../../networks/releases';
import { LABEL_DATAPLANE_MODE } from '../istio/names';
import { noPods } from '../sidecar/nextPod';
import { byTable, type Row, verdict, type Verdict } from '../sidecar/verdicts';
import { checkL7, checkZtunnel } from './checkYourself';
import type { L7Rule } from './l7';
import {
  hostNetwork,
  l7NotInstalled,
  notSelected,
  twoZtunnels,
  ztunnelNotInstalled,
  ztunnelNotReady,
} from './reasons';
import { namespaceRef, readyNodes, switchOf, type World } from './world';

/** All that decides about a workload whose namespace asks for ztunnel. */
interface ZtunnelFacts {
  readonly world: World;
  readonly workload: Workload;
  /** Pods on a node whose ztunnel is ready, or not on a node yet. */
  readonly captured: readonly Pod[];
  readonly missing: readonly Pod[];
}

function isOn({ world }: ZtunnelFacts): boolean {
  return switchOf(world, 'enable-ztunnel') === 'on';
}

const nothingRuns: Row<ZtunnelFacts> = facts => {
  if (facts.workload.pods.length > 0) return undefined;
  const { hostNetwork: isOnHost } = facts.workload.template.spec;
  const nextPod = isOn(facts) && !isOnHost ? 'would-enrol' : 'would-not-enrol';
  return verdict('idle', noPods(facts.workload, { nextPod }));
};

const notInstalled: Row<ZtunnelFacts> = facts =>
  isOn(facts)
    ? undefined
    : verdict('misconfigured', ztunnelNotInstalled(facts));

const conflicting: Row<ZtunnelFacts> = facts => {
  const { world, workload } = facts;
  const labels = world.snapshot.namespace(workload.namespace)?.metadata.labels;
  return labels?.[LABEL_DATAPLANE_MODE] === 'ambient' && world.hasIstioZtunnel
    ? verdict('misconfigured', twoZtunnels(facts))
    : undefined;
};

const onHostNetwork: Row<ZtunnelFacts> = facts =>
  facts.workload.template.spec.hostNetwork
    ? verdict('misconfigured', hostNetwork(facts))
    : undefined;

const notReady: Row<ZtunnelFacts> = facts =>
  facts.missing.length > 0
    ? verdict('misconfigured', ztunnelNotReady(facts, facts.missing))
    : undefined;

/** The table of membership states, for ztunnel: the first row that matches wins. */
const ROWS: readonly Row<ZtunnelFacts>[] = [
  nothingRuns,
  notInstalled,
  conflicting,
  onHostNetwork,
  notReady,
];

function ztunnelFacts(world: World, workload: Workload): ZtunnelFacts {
  const ready = readyNodes(world.parts.ztunnel);
  const canCapture = switchOf(world, 'enable-ztunnel') === 'on';
  const isCaptured = ({ spec }: Pod) =>
    canCapture &&
    !spec.hostNetwork &&
    (spec.nodeName === undefined || ready.has(spec.nodeName));
  return {
    world,
    workload,
    captured: workload.pods.filter(isCaptured),
    missing: workload.pods.filter(pod => !isCaptured(pod)),
  };
}

/** Versions of the ztunnels that the captured pods go through. */
function ztunnelVersions({ world, captured }: ZtunnelFacts): string[] {
  const nodes = new Set(captured.map(({ spec }) => spec.nodeName));
  const used = (world.parts.ztunnel?.pods ?? []).filter(({ spec }) =>
    nodes.has(spec.nodeName),
  );
  return releasesOf(used.map(({ spec }) => spec.containers[0]?.image));
}

/** Nobody is kept from speaking plain text to a pod that ztunnel encrypts for. */
function postureOf(
  { world, workload, missing }: ZtunnelFacts,
  { state, reasons }: Verdict,
): Posture {
  const isKnown = state !== 'unknown' && workload.pods.length > 0;
  const inbound = missing.length > 0 ? 'off' : 'permissive';
  return {
    inbound: isKnown ? inbound : 'unknown',
    identities: [],
    decidedBy: [namespaceRef(world, workload.namespace)],
    podsWithoutProxy: isKnown ? missing.length : 0,
    reasons: state === 'unknown' ? [...reasons] : [],
  };
}

/** Why nothing can be said of a workload, whatever asks for it. */
function unknownVerdict(
  { snapshot }: World,
  workload: Workload,
  unreadable: readonly Reason[],
): Verdict | undefined {
  const reasons = [...unreadable, ...unreadableController(snapshot, workload)];
  return reasons.length > 0 ? verdict('unknown', ...reasons) : undefined;
}

/** A workload of a namespace that asks for Cilium's ztunnel. */
export function ztunnelFragment(
  world: World,
  workload: Workload,
  unreadable: readonly Reason[],
): WorkloadFragment {
  const facts = ztunnelFacts(world, workload);
  const found =
    unknownVerdict(world, workload, unreadable) ??
    byTable(ROWS, facts) ??
    verdict('enrolled');
  return {
    workload: workload.key,
    membership: {
      mesh: 'cilium',
      mode: 'ambient',
      layer: 'l4',
      state: found.state,
      pods: { enrolled: facts.captured.length, total: workload.pods.length },
      proxyVersions: ztunnelVersions(facts),
      reasons: [...found.reasons],
      verify: checkZtunnel(world, workload),
    },
    posture: postureOf(facts, found),
  };
}

function l7Verdict(
  world: World,
  workload: Workload,
  options: {
    readonly rules: readonly L7Rule[];
    readonly outside: readonly Pod[];
  },
): Verdict {
  const { rules, outside } = options;
  if (workload.pods.length === 0) {
    return verdict('idle', noPods(workload, { nextPod: 'would-enrol' }));
  }
  if (switchOf(world, 'enable-l7-proxy') === 'off') {
    return verdict('misconfigured', l7NotInstalled(world, workload, rules));
  }
  return outside.length > 0
    ? verdict('partial', notSelected(workload, { rules, pods: outside }))
    : verdict('enrolled');
}

/** Undefined where no rule of L7 selects the workload. */
export function l7Fragment(
  world: World,
  workload: Workload,
  known: {
    readonly rules: readonly L7Rule[];
    readonly unreadable: readonly Reason[];
  },
): WorkloadFragment | undefined {
  const { namespace, template, pods } = workload;
  const rules = known.rules.filter(rule =>
    [template, ...pods].some(
      pod => !pod.spec.hostNetwork && rule.selects(pod, namespace),
    ),
  );
  if (rules.length === 0) return undefined;
  const isSelected = (pod: Pod) =>
    !pod.spec.hostNetwork && rules.some(rule => rule.selects(pod, namespace));
  const outside = pods.filter(pod => !isSelected(pod));
  const found =
    unknownVerdict(world, workload, known.unreadable) ??
    l7Verdict(world, workload, { rules, outside });
  const works = switchOf(world, 'enable-l7-proxy') === 'on';
  return {
    workload: workload.key,
    membership: {
      mesh: 'cilium',
      mode: 'proxyless',
      layer: 'l7',
      state: found.state,
      reasons: [...found.reasons],
      pods: {
        enrolled: works ? pods.length - outside.length : 0,
        total: pods.length,
      },
      proxyVersions: [],
      verify: checkL7(world, rules),
    },
  };
}
