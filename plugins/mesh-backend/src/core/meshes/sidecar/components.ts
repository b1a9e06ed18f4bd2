import {
  type Health,
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  daemonSetKind,
  type Deployment,
  type DetectedMesh,
  isReadable,
  type Pod,
  podKind,
  type StatefulSet,
  unreadableController,
  type Workload,
} from '@meshport/plugin-mesh-node';
import { kubectl } from '../../model/kubectl';
import { imageVersion } from './imageVersion';

/** A workload of a control plane. */
export interface Component {
  readonly ref: ObjectRef;
  /** Replicas: wanted, and able to serve. */
  readonly wanted: number;
  readonly available: number;
  /** Of the image of the container that does the work. */
  readonly version?: string;
}

export interface ComponentOptions {
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Replicas that can serve, as the object's status has them. */
  readonly available: number | undefined;
  /** Name of the container that does the work; else the first. */
  readonly container?: string;
}

export function componentOf(
  cluster: string,
  { metadata, spec }: Pick<Deployment | StatefulSet, 'metadata' | 'spec'>,
  { kind, available = 0, container }: ComponentOptions,
): Component {
  const { containers } = spec.template.spec;
  const main = containers.find(({ name }) => name === container);
  const { namespace, name } = metadata;
  return {
    ref: { cluster, apiVersion: 'apps/v1', kind, namespace, name },
    wanted: spec.replicas ?? 1,
    available,
    version: imageVersion((main ?? containers[0])?.image),
  };
}

export function healthOf({ wanted, available }: Component): Health {
  if (available === 0) return 'failing';
  return available < wanted ? 'degraded' : 'healthy';
}

/** A control plane is as well as the worst of what it is made of. */
export function worstHealth(all: readonly Health[]): Health {
  const order: readonly Health[] = ['failing', 'degraded', 'unknown'];
  return order.find(health => all.includes(health)) ?? 'healthy';
}

/** How to start again what somebody has scaled to zero. */
export function scaleUp(
  { cluster }: ClusterSnapshot,
  { ref }: Component,
): string {
  return kubectl(
    cluster.kubectlContext,
    '-n',
    ref.namespace ?? '',
    'scale',
    `${ref.kind.toLowerCase()}/${ref.name}`,
    '--replicas=1',
  );
}

/** What is wrong with a component; undefined where nothing is. `mesh` as on pages. */
export function componentReason(
  snapshot: ClusterSnapshot,
  mesh: string,
  component: Component,
): KnownReason | undefined {
  const { ref, wanted, available } = component;
  const params = {
    ...{ mesh, kind: ref.kind, name: ref.name, cluster: ref.cluster },
    ...{ wanted, available },
  };
  const health = healthOf(component);
  if (health === 'healthy') return undefined;
  if (health === 'degraded') {
    return {
      code: 'control-plane-degraded',
      text: text('reason.control-plane-degraded.component', params),
      evidence: [ref],
    };
  }
  const id = 'reason.control-plane-down';
  const isZero = wanted === 0;
  return {
    code: 'control-plane-down',
    text: text(
      isZero ? `${id}.component-scaled-to-zero` : `${id}.component-down`,
      params,
    ),
    fix: isZero
      ? {
          text: text('fix.scale-up', params),
          command: scaleUp(snapshot, component),
        }
      : undefined,
    evidence: [ref],
  };
}

type Part = DetectedMesh['parts'][number];

export interface PartsOfDataPlane {
  readonly parts: Part[];
  /** False where a part may be there, or be ready, without that being known. */
  readonly isKnown: boolean;
}

function isReady({ status }: Pod): boolean {
  return status.conditions.some(
    ({ type, status: word }) => type === 'Ready' && word === 'True',
  );
}

export interface PartOptions {
  /** Pods that a workload wants. */
  readonly wanted: (workload: Workload) => number;
  /** Version of what does the work in a pod. */
  readonly versionOf: (pod: Pod) => string | undefined;
}

/**
 * What a data plane is made of besides sidecars; nothing where there is no such part.
 */
export function partOfDataPlane(
  part: string,
  workloads: readonly Workload[],
  { wanted, versionOf }: PartOptions,
): Part[] {
  if (workloads.length === 0) return [];
  const pods = workloads.flatMap(workload => workload.pods);
  const versions = pods.flatMap(pod => versionOf(pod) ?? []);
  return [
    {
      part,
      ready: pods.filter(isReady).length,
      wanted: workloads.reduce((sum, workload) => sum + wanted(workload), 0),
      versions: [...new Set(versions)].sort(),
      evidence: workloads.map(({ ref }) => ref),
    },
  ];
}

/** Is it known which pods these workloads have? */
export function havePods(
  snapshot: ClusterSnapshot,
  workloads: readonly Workload[],
): boolean {
  return (
    isReadable(snapshot.kind(podKind)) &&
    workloads.every(
      workload => unreadableController(snapshot, workload).length === 0,
    )
  );
}

/** Health of an installation from its control plane and its parts; those not known too. */
export function overallHealth(
  controlPlane: Health,
  { parts, isKnown }: PartsOfDataPlane,
): Health {
  const isDegraded = parts.some(({ ready, wanted }) => ready < wanted);
  return worstHealth([
    controlPlane,
    isDegraded ? 'degraded' : 'healthy',
    isKnown ? 'healthy' : 'unknown',
  ]);
}

/** Pods that a DaemonSet or another controller wants; its pods where it does not say. */
export function wantedPods(snapshot: ClusterSnapshot) {
  const ofDaemonSets = new Map(
    snapshot
      .kind(daemonSetKind)
      .items.map(({ metadata, status }) => [
        `${metadata.namespace}/${metadata.name}`,
        status.desiredNumberScheduled,
      ]),
  );
  return ({ ref, namespace, name, replicas, pods }: Workload): number =>
    (ref.kind === 'DaemonSet'
      ? ofDaemonSets.get(`${namespace}/${name}`)
      : replicas) ?? pods.length;
}

/** What is wrong with a part of the data plane; undefined where all of it is ready. */
export function partReason(
  snapshot: ClusterSnapshot,
  mesh: string,
  { part, ready, wanted, evidence }: Part,
): KnownReason | undefined {
  const params = { mesh, part, ready, wanted, cluster: snapshot.cluster.name };
  return ready >= wanted
    ? undefined
    : {
        code: 'data-plane-degraded',
        text: text('reason.data-plane-degraded.part', params),
        evidence,
      };
}
