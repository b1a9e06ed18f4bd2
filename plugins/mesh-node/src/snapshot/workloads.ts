import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Workload } from '../ClusterSnapshot';
import type {
  DaemonSet,
  Deployment,
  Metadata,
  Pod,
  PodTemplate,
  StatefulSet,
} from '../kinds/schema';
import { podTemplateSchema } from '../kinds/schema';
import {
  cronJobKind,
  daemonSetKind,
  deploymentKind,
  jobKind,
  podKind,
  statefulSetKind,
} from '../kinds/sharedKinds';
import type { WatchedKind } from '../WatchedKind';
import { createOwnerLookup, type OwnerId } from './owners';
import { replacedByDaemonSet, replacedByDeployment } from './replacedAtOnce';
import {
  rolloutOfDaemonSet,
  rolloutOfDeployment,
  rolloutOfStatefulSet,
} from './rollout';

type SnapshotKinds = Pick<ClusterSnapshot, 'cluster' | 'kind'>;

const EMPTY_TEMPLATE: PodTemplate = podTemplateSchema.parse({});

/** What a workload is before its pods are known. */
type Controller = Pick<
  Workload,
  | 'metadata'
  | 'partition'
  | 'paused'
  | 'replacedAtOnce'
  | 'replicas'
  | 'rollout'
  | 'selector'
  | 'updateStrategy'
> & {
  readonly id: OwnerId;
  readonly template: PodTemplate;
};

/** Pods that have finished, or are being deleted, no longer serve anyone. */
function counts(pod: Pod): boolean {
  const { phase } = pod.status;
  return (
    phase !== 'Succeeded' &&
    phase !== 'Failed' &&
    pod.metadata.deletionTimestamp === undefined
  );
}

function workloadKey(id: OwnerId): string {
  const group = id.apiVersion.includes('/')
    ? id.apiVersion.slice(0, id.apiVersion.indexOf('/'))
    : '';
  return [group, id.kind, id.namespace, id.name].join('/');
}

function idOf<T>(kind: WatchedKind<T>, metadata: Metadata): OwnerId {
  const version = kind.versions[0] ?? 'v1';
  return {
    apiVersion: kind.group ? `${kind.group}/${version}` : version,
    kind: kind.kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  };
}

function ofDeployment(deployment: Deployment): Controller {
  const { metadata, spec } = deployment;
  return {
    id: idOf(deploymentKind, metadata),
    metadata,
    template: spec.template,
    // The API server's default: an absent number means one replica.
    replicas: spec.replicas ?? 1,
    selector: spec.selector.matchLabels,
    updateStrategy: spec.strategy.type ?? 'RollingUpdate',
    replacedAtOnce: replacedByDeployment(spec),
    paused: spec.paused,
    rollout: rolloutOfDeployment(deployment),
  };
}

function ofStatefulSet(set: StatefulSet): Controller {
  const { metadata, spec } = set;
  return {
    id: idOf(statefulSetKind, metadata),
    metadata,
    template: spec.template,
    replicas: spec.replicas ?? 1,
    selector: spec.selector.matchLabels,
    updateStrategy: spec.updateStrategy.type ?? 'RollingUpdate',
    replacedAtOnce: 1,
    partition: spec.updateStrategy.rollingUpdate.partition,
    rollout: rolloutOfStatefulSet(set),
  };
}

function ofDaemonSet(set: DaemonSet): Controller {
  const { metadata, spec, status } = set;
  const nodes = status.desiredNumberScheduled ?? 1;
  return {
    id: idOf(daemonSetKind, metadata),
    metadata,
    template: spec.template,
    selector: spec.selector.matchLabels,
    updateStrategy: spec.updateStrategy.type ?? 'RollingUpdate',
    replacedAtOnce: replacedByDaemonSet(spec, nodes),
    rollout: rolloutOfDaemonSet(set),
  };
}

function controllersOf({ kind }: SnapshotKinds): Controller[] {
  return [
    ...kind(deploymentKind).items.map(ofDeployment),
    ...kind(statefulSetKind).items.map(ofStatefulSet),
    ...kind(daemonSetKind).items.map(ofDaemonSet),
    ...kind(cronJobKind).items.map(({ metadata, spec }) => ({
      id: idOf(cronJobKind, metadata),
      metadata,
      template: spec.jobTemplate.spec.template,
    })),
    // A CronJob's Jobs are its runs, not workloads of their own.
    ...kind(jobKind)
      .items.filter(
        ({ metadata }) => !metadata.ownerReferences.some(isController),
      )
      .map(({ metadata, spec }) => ({
        id: idOf(jobKind, metadata),
        metadata,
        template: spec.template,
      })),
  ];
}

function isController(reference: { controller: boolean }): boolean {
  return reference.controller;
}

function started(pod: Pod): string {
  return pod.status.startTime ?? pod.metadata.creationTimestamp ?? '';
}

/** The template of something whose controller is not watched: its newest pod. */
function templateOfPods(pods: readonly Pod[]): PodTemplate {
  const newest = pods.reduce<Pod | undefined>(
    (latest, pod) => (latest && started(latest) >= started(pod) ? latest : pod),
    undefined,
  );
  if (!newest) return EMPTY_TEMPLATE;
  const { labels, annotations } = newest.metadata;
  return { metadata: { labels, annotations }, spec: newest.spec };
}

function refOf(cluster: string, id: OwnerId): ObjectRef {
  return {
    cluster,
    apiVersion: id.apiVersion,
    kind: id.kind,
    namespace: id.namespace,
    name: id.name,
  };
}

function byName(a: Pod, b: Pod): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/**
 * Groups pods by the controller at the end of their owner chain (Pod -> ReplicaSet ->
 * Deployment, Pod -> Job -> CronJob). Controllers without pods are workloads too; an
 * owner of an unknown kind (an Argo `Rollout`) is a workload under its own name; a pod
 * without a controller is one by itself.
 */
export function groupWorkloads(snapshot: SnapshotKinds): Workload[] {
  const ownerOf = createOwnerLookup(snapshot);
  const controllers = new Map(
    controllersOf(snapshot).map(controller => [
      workloadKey(controller.id),
      controller,
    ]),
  );
  const groups = new Map<string, { id: OwnerId; pods: Pod[] }>();
  for (const [key, { id }] of controllers) groups.set(key, { id, pods: [] });
  for (const pod of snapshot.kind(podKind).items.filter(counts)) {
    const id = ownerOf(pod.metadata) ?? idOf(podKind, pod.metadata);
    const key = workloadKey(id);
    const group = groups.get(key) ?? { id, pods: [] };
    group.pods.push(pod);
    groups.set(key, group);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { id, pods }]): Workload => {
      const controller = controllers.get(key);
      return {
        key,
        ref: refOf(snapshot.cluster.name, id),
        namespace: id.namespace,
        name: id.name,
        labels: controller?.metadata?.labels ?? {},
        metadata: controller?.metadata,
        template: controller?.template ?? templateOfPods(pods),
        templateFrom: controller ? 'controller' : 'pods',
        selector: controller?.selector,
        replicas: controller?.replicas,
        updateStrategy: controller?.updateStrategy,
        replacedAtOnce: controller?.replacedAtOnce,
        partition: controller?.partition,
        paused: controller?.paused,
        rollout: controller?.rollout,
        pods: pods.sort(byName),
      };
    });
}
