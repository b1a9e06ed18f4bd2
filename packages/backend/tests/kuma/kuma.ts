import type { Membership, Reason } from '@meshport/plugin-mesh-common';
import {
  deploymentKind,
  type ClusterSnapshot,
  type Deployment,
  type DetectedMesh,
  type Mesh,
  type MeshFragment,
  type Pod,
  type Workload,
} from '@meshport/plugin-mesh-node';
import { kumaQueries } from './queries';

/** Of namespaces and of pods, whose own wins. */
const LABEL = 'kuma.io/sidecar-injection';

function controlPlaneOf(snapshot: ClusterSnapshot): Deployment | undefined {
  return snapshot
    .kind(deploymentKind)
    .items.find(({ metadata }) => metadata.name === 'kuma-control-plane');
}

function versionOf(image: string | undefined): string[] {
  const version = image?.split(':').at(-1);
  return version ? [version] : [];
}

function detect(snapshot: ClusterSnapshot): DetectedMesh | undefined {
  const controlPlane = controlPlaneOf(snapshot);
  if (!controlPlane) return undefined;
  const isUp = (controlPlane.status.availableReplicas ?? 0) > 0;
  return {
    mesh: 'kuma',
    modes: ['sidecar'],
    versions: versionOf(controlPlane.spec.template.spec.containers[0]?.image),
    health: isUp ? 'healthy' : 'failing',
    ...{ reasons: [], revisions: [], features: [], parts: [], aliases: {} },
  };
}

function proxyOf({ spec }: Pod) {
  return spec.containers.find(({ name }) => name === 'kuma-sidecar');
}

function isAsked(snapshot: ClusterSnapshot, workload: Workload): boolean {
  const namespace = snapshot.namespace(workload.namespace);
  const own = workload.template.metadata.labels[LABEL];
  return (own ?? namespace?.metadata.labels[LABEL]) === 'enabled';
}

function restart({ ref, namespace, name }: Workload): Reason {
  const params = { kind: ref.kind, name, namespace };
  return {
    code: 'pod-predates-injection',
    text: {
      id: 'kuma.reason.pod-predates-injection',
      params,
      message: `Pods of ${ref.kind} ${name} have no kuma-sidecar, although namespace ${namespace} asks for it.`,
    },
    evidence: [ref],
  };
}

function membershipOf(
  snapshot: ClusterSnapshot,
  workload: Workload,
): Membership | undefined {
  const proxies = workload.pods.flatMap(pod => proxyOf(pod) ?? []);
  const asked = isAsked(snapshot, workload);
  if (!asked && proxies.length === 0) return undefined;
  const total = workload.pods.length;
  const isWhole = proxies.length === total;
  return {
    ...{ mesh: 'kuma', mode: 'sidecar', layer: 'l7' },
    state: isWhole ? 'enrolled' : 'pending-restart',
    pods: { enrolled: proxies.length, total },
    proxyVersions: [
      ...new Set(proxies.flatMap(({ image }) => versionOf(image))),
    ],
    reasons: isWhole ? [] : [restart(workload)],
    verify: [],
  };
}

function adapt(snapshot: ClusterSnapshot): MeshFragment {
  if (!controlPlaneOf(snapshot)) return { workloads: [] };
  return {
    workloads: snapshot.workloads.flatMap(workload => {
      const membership = membershipOf(snapshot, workload);
      return membership ? [{ workload: workload.key, membership }] : [];
    }),
  };
}

/** Kuma, as far as one page of code goes: what an adopter would write for a mesh of their own. */
export const kuma: Mesh = {
  id: 'kuma',
  title: 'Kuma',
  kinds: [],
  keys: [],
  namespaceLabels: [LABEL],
  detect,
  adapt,
  queries: kumaQueries,
};
