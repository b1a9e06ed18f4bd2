import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Service } from '../../controllers/objects.ts';
import type { CallEnd, CallShape } from '../../traffic/Call.ts';
import type { Labels, Target } from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import { podTarget, type PodFacts } from '../PodFacts.ts';

const PROXY_KIND = 'linkerd.io/proxy-';
const MIRROR = 'mirror.linkerd.io';

/** `deployment`, `statefulset`, `k8s_job` ...: what the owner of a pod is called in labels. */
function ownerLabel(kind: string): string {
  return kind === 'job' ? 'k8s_job' : kind;
}

/** With what the scrape configuration of the viz extension makes of the pod's labels. */
export function linkerdTarget(pod: PodFacts): Target {
  const owners = Object.entries(pod.labels)
    .filter(([key]) => key.startsWith(PROXY_KIND))
    .map(([key, name]) => [ownerLabel(key.slice(PROXY_KIND.length)), name]);
  return podTarget(pod, {
    job: 'linkerd-proxy',
    port: 4191,
    control_plane_ns: pod.labels['linkerd.io/control-plane-ns'],
    workload_ns: pod.labels['linkerd.io/workload-ns'],
    ...Object.fromEntries(owners),
  });
}

/** The name in a proxy's certificate. */
export function identityOf(
  { namespace, serviceAccount }: Pick<CallEnd, 'namespace' | 'serviceAccount'>,
  controlPlane = 'linkerd',
): string {
  return `${serviceAccount}.${namespace}.serviceaccount.identity.${controlPlane}.cluster.local`;
}

/** The labels of an endpoint, as the destination controller tells the client's proxy. */
export function endpointLabels(
  to: CallEnd,
  service: { namespace: string; name: string } | undefined,
): Labels {
  return {
    dst_namespace: to.namespace,
    dst_service: service?.name,
    [`dst_${ownerLabel(to.kind.toLowerCase())}`]: to.workload,
    dst_pod: to.pod,
    dst_serviceaccount: to.serviceAccount,
    dst_pod_template_hash: to.labels['pod-template-hash'],
    dst_control_plane_ns: to.labels['linkerd.io/control-plane-ns'],
    dst_zone_locality: 'unknown',
  };
}

/** The Service that a mirror stands for: what its object says. */
function mirrored(
  { service }: CallShape,
  view: FleetView,
): Service | undefined {
  if (!service) return undefined;
  const { cluster, namespace, name } = service;
  return view
    .list<Service>(cluster, 'services', { namespace })
    .find(one => one.metadata.name === name && isMirror(one));
}

function isMirror({ metadata }: KubeObject): boolean {
  return metadata.labels?.[`${MIRROR}/mirrored-service`] === 'true';
}

/**
 * The labels of a mirror's endpoint: the gateway, of which nothing is known but the target. In flat and federated mode the
 * endpoints are the remote pods themselves, and nothing says that they are remote.
 */
export function gatewayEndpoint(shape: CallShape, view: FleetView): Labels {
  const mirror = mirrored(shape, view);
  const { labels = {}, annotations = {} } = mirror?.metadata ?? {};
  const [name, namespace] = (
    annotations[`${MIRROR}/remote-svc-fq-name`] ?? ''
  ).split('.');
  return {
    dst_namespace: shape.service?.namespace,
    dst_service: shape.service?.name,
    dst_target_cluster: labels[`${MIRROR}/cluster-name`],
    dst_target_service: name,
    dst_target_service_namespace: namespace,
    dst_zone_locality: 'unknown',
  };
}

/** The Service that the remote endpoints belong to, where they are taken from the other cluster. */
export function remoteService(
  { service, to }: CallShape,
  view: FleetView,
): { namespace: string; name: string } | undefined {
  if (!service || !to || service.cluster === to.cluster) return service;
  const candidates = view.list<Service>(to.cluster, 'services', {
    namespace: to.namespace,
  });
  const own = candidates.find(({ spec }) => {
    const pairs = Object.entries(spec.selector ?? {});
    return (
      pairs.length > 0 &&
      pairs.every(([key, value]) => to.labels[key] === value)
    );
  });
  return { namespace: to.namespace, name: own?.metadata.name ?? service.name };
}

/** What a proxy says about how a connection was secured; the peer's name only where it has one. */
export function tlsLabels(
  peer: 'client_id' | 'server_id',
  identity: string | undefined,
): Labels {
  if (identity) return { tls: 'true', [peer]: identity };
  const reason =
    peer === 'client_id'
      ? 'no_tls_from_remote'
      : 'not_provided_by_service_discovery';
  return { tls: 'no_identity', no_tls_reason: reason };
}
