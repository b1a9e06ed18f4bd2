import {
  type Health,
  type KnownReason,
  text,
} from '@meshport/plugin-mesh-common';
import {
  daemonSetKind,
  deploymentKind,
  type DetectedMesh,
  isReadable,
  podKind,
  unreadableReasons,
  type Workload,
} from '@meshport/plugin-mesh-node';
import { releasesOf } from '../../networks/releases';
import { unknownConfig } from './unknownConfig';
import { isReady, type World } from './world';

type Part = DetectedMesh['parts'][number];

function versionsOf({ pods, template }: Workload): string[] {
  const running = pods.length > 0 ? pods : [template];
  return releasesOf(running.map(({ spec }) => spec.containers[0]?.image));
}

/** Pods that the controller wants; as many as there are where it does not say. */
function wantedOf({ snapshot }: World, { ref, pods, replicas }: Workload) {
  if (ref.kind !== 'DaemonSet') return replicas ?? pods.length;
  const own = snapshot
    .kind(daemonSetKind)
    .items.find(
      ({ metadata }) =>
        metadata.name === ref.name && metadata.namespace === ref.namespace,
    );
  return own?.status.desiredNumberScheduled ?? pods.length;
}

function partOf(
  world: World,
  part: string,
  workload: Workload | undefined,
): Part[] {
  if (!workload) return [];
  return [
    {
      part,
      ready: workload.pods.filter(isReady).length,
      wanted: wantedOf(world, workload),
      versions: versionsOf(workload),
      evidence: [workload.ref],
    },
  ];
}

/** What the data plane is made of; Envoy can also run inside of the agents. */
export function partsOf(world: World): Part[] {
  const { agents, parts } = world;
  const { snapshot } = world;
  if (!isReadable(snapshot.kind(podKind))) return [];
  return [
    ...partOf(world, 'agent', agents.workload).map(part => ({
      ...part,
      versions: [...agents.versions],
    })),
    ...partOf(world, 'envoy', parts.envoy),
    ...partOf(world, 'ztunnel', parts.ztunnel),
    ...partOf(world, 'clustermesh-apiserver', parts.clusterMesh),
  ];
}

function isWhole({ ready, wanted }: Part): boolean {
  return ready >= wanted;
}

/** What of Cilium is not wholly there, for the platform team. */
function partReason(
  { snapshot }: World,
  { part, ready, wanted, evidence }: Part,
): KnownReason {
  const { name: cluster } = snapshot.cluster;
  return {
    code: 'data-plane-degraded',
    text: text('reason.data-plane-degraded.cilium', {
      part,
      ready,
      count: wanted,
      cluster,
    }),
    evidence,
  };
}

/** Cilium's operator, which gives pods identities and addresses. */
function operatorReason(world: World): KnownReason | undefined {
  const { operator } = world.parts;
  if (!operator) return undefined;
  const ready = operator.pods.filter(isReady).length;
  const wanted = operator.replicas ?? operator.pods.length;
  if (ready >= wanted && wanted > 0) return undefined;
  const params = {
    name: operator.name,
    cluster: world.snapshot.cluster.name,
    available: ready,
    wanted,
  };
  return ready === 0
    ? {
        code: 'control-plane-down',
        text: text('reason.control-plane-down.cilium', params),
        evidence: [operator.ref],
      }
    : {
        code: 'control-plane-degraded',
        text: text('reason.control-plane-degraded.cilium', params),
        evidence: [operator.ref],
      };
}

/** Agents that started before `cilium-config` was written last go by what it said then. */
function outdatedAgents({ agents, snapshot }: World): KnownReason | undefined {
  const { configWritten, workload } = agents;
  if (configWritten === undefined) return undefined;
  const outdated = workload.pods.filter(
    ({ status }) =>
      status.startTime !== undefined &&
      Date.parse(status.startTime) < Date.parse(configWritten),
  );
  if (outdated.length === 0) return undefined;
  return {
    code: 'data-plane-degraded',
    text: text('reason.data-plane-degraded.cilium-config', {
      count: outdated.length,
      changed: configWritten,
      cluster: snapshot.cluster.name,
    }),
    evidence: [agents.configRef, workload.ref],
    since: configWritten,
  };
}

/** Without these it is not known how Cilium does. */
const HEALTH_KINDS = [podKind, daemonSetKind, deploymentKind] as const;

/** How Cilium is doing, and why it is not well. */
export function healthOf(
  world: World,
  parts: readonly Part[],
): { health: Health; reasons: KnownReason[] } {
  const unreadable = unreadableReasons(world.snapshot, HEALTH_KINDS);
  const config = unknownConfig(world);
  if (unreadable.length > 0) {
    return { health: 'unknown', reasons: [...unreadable, ...config] };
  }
  const agent = parts.find(({ part }) => part === 'agent');
  const reasons = [
    ...parts
      .filter(part => !isWhole(part))
      .map(part => partReason(world, part)),
    operatorReason(world),
    outdatedAgents(world),
  ].filter(reason => reason !== undefined);
  const isDown = agent?.ready === 0;
  const otherwise = reasons.length > 0 ? 'degraded' : 'healthy';
  return {
    health: isDown ? 'failing' : otherwise,
    reasons: [...reasons, ...config],
  };
}
