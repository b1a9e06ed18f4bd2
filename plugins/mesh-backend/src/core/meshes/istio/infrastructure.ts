import {
  type ClusterSnapshot,
  type Pod,
  unreadableController,
  type Workload,
  type WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import { imageVersion } from '../sidecar/imageVersion';
import { infrastructureFragment as fragmentOf } from '../sidecar/infrastructure';
import {
  ANNOTATION_TEMPLATES,
  LABEL_GATEWAY_MANAGED,
  PROXY_CONTAINER,
} from './names';

/** What a workload is to the mesh itself. */
export type MeshComponent =
  | 'istiod'
  | 'ztunnel'
  | 'istio-cni'
  | 'waypoint'
  | 'gateway'
  | 'east-west-gateway';

/** `gateway.istio.io/managed` of what istiod makes of Gateways; others are gateways. */
export const MANAGED: Readonly<
  Record<string, 'waypoint' | 'east-west-gateway'>
> = {
  'istio.io-mesh-controller': 'waypoint',
  'istio.io-agentgateway-waypoint-controller': 'waypoint',
  'istio.io-eastwest-controller': 'east-west-gateway',
};

/** Label `istio` of the chart's gateway between clusters. */
export const EAST_WEST = 'eastwestgateway';

type Labels = Readonly<Record<string, string>>;

/** A proxy that stands alone in its pod: nothing else runs beside it. */
function isGateway({ template }: Workload, labels: Labels): boolean {
  const { containers } = template.spec;
  const templates = template.metadata.annotations[ANNOTATION_TEMPLATES] ?? '';
  return (
    templates.split(',').some(name => name.trim() === 'gateway') ||
    (labels.istio !== undefined &&
      containers.length > 0 &&
      containers.every(({ name }) => name === PROXY_CONTAINER))
  );
}

/** Undefined for the workloads that the mesh serves. */
export function componentOf(workload: Workload): MeshComponent | undefined {
  const { labels, template } = workload;
  const own = { ...labels, ...template.metadata.labels };
  if (own.app === 'istiod' || own.app === 'ztunnel') return own.app;
  if (own['k8s-app'] === 'istio-cni-node') return 'istio-cni';
  const managed = own[LABEL_GATEWAY_MANAGED];
  if (managed !== undefined) return MANAGED[managed] ?? 'gateway';
  if (!isGateway(workload, own)) return undefined;
  return own.istio === EAST_WEST ? 'east-west-gateway' : 'gateway';
}

const CONTROL_PLANE: readonly MeshComponent[] = [
  'istiod',
  'ztunnel',
  'istio-cni',
];

function proxyVersion({ spec }: Pod): string | undefined {
  return imageVersion(spec.containers[0]?.image);
}

/** The entry of a workload of the mesh itself; undefined for those that it serves. */
export function infrastructureFragment(
  snapshot: ClusterSnapshot,
  workload: Workload,
): WorkloadFragment | undefined {
  const component = componentOf(workload);
  if (!component) return undefined;
  const fragment = fragmentOf(workload, {
    mesh: 'istio',
    what: CONTROL_PLANE.includes(component) ? 'control-plane' : 'gateway',
    proxyVersions: workload.pods.flatMap(pod => proxyVersion(pod) ?? []),
  });
  const unreadable = unreadableController(snapshot, workload);
  if (unreadable.length === 0) return fragment;
  // Its pods may be others' too: what is above them could not be read.
  const { membership } = fragment;
  const reasons = [...unreadable, ...membership.reasons];
  return {
    ...fragment,
    membership: { ...membership, state: 'unknown', reasons },
  };
}
