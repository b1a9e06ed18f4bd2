import {
  type KnownReason,
  type Membership,
  type Posture,
  text,
} from '@meshport/plugin-mesh-common';
import type { Workload } from '@meshport/plugin-mesh-node';
import { imageVersion } from '../sidecar/imageVersion';
import { ANNOTATION_TEMPLATES, LABEL_GATEWAY_MANAGED } from './names';

/** What a workload is to the mesh itself; undefined for the workloads it serves. */
export type Infrastructure = 'control-plane' | 'gateway';

/**
 * istiod, ztunnel and the CNI agent run the mesh. Gateways (made from a Gateway, or
 * injected with the template `gateway`) are at its edge: their only process is a proxy.
 */
export function infrastructureOf({
  labels,
  template,
}: Workload): Infrastructure | undefined {
  const own = { ...labels, ...template.metadata.labels };
  if (own.app === 'istiod' || own.app === 'ztunnel') return 'control-plane';
  if (own['k8s-app'] === 'istio-cni-node') return 'control-plane';
  const templates = template.metadata.annotations[ANNOTATION_TEMPLATES] ?? '';
  const isGateway =
    own[LABEL_GATEWAY_MANAGED] !== undefined ||
    templates.split(',').some(name => name.trim() === 'gateway');
  return isGateway ? 'gateway' : undefined;
}

function versionsOf({ pods }: Workload): string[] {
  const versions = pods.flatMap(
    ({ spec }) => imageVersion(spec.containers[0]?.image) ?? [],
  );
  return [...new Set(versions)].sort();
}

function reasonOf(what: Infrastructure, { ref }: Workload): KnownReason {
  const params = { kind: ref.kind, name: ref.name };
  return {
    code: 'part-of-the-mesh',
    text: text(`reason.part-of-the-mesh.${what}`, params),
    evidence: [ref],
  };
}

/** Gateways are in the mesh with every pod; the control plane needs no proxy. */
export function infrastructureMembership(
  what: Infrastructure,
  workload: Workload,
): Membership {
  const total = workload.pods.length;
  const isGateway = what === 'gateway';
  const running = isGateway ? 'enrolled' : 'not-enrolled';
  return {
    mesh: 'istio',
    mode: what,
    layer: 'l7',
    state: total > 0 ? running : 'idle',
    pods: { enrolled: isGateway ? total : 0, total },
    proxyVersions: isGateway ? versionsOf(workload) : [],
    reasons: [reasonOf(what, workload)],
    verify: [],
  };
}

/** What decides about connections to the mesh's own workloads is not mTLS policy. */
export function infrastructurePosture(
  what: Infrastructure,
  workload: Workload,
): Posture {
  return {
    inbound: 'unknown',
    identities: [],
    decidedBy: [],
    podsWithoutProxy: 0,
    reasons: [reasonOf(what, workload)],
  };
}
