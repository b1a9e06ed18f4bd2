import type { Service } from '../../controllers/objects.ts';
import type { CallEnd, CallShape } from '../../traffic/Call.ts';
import type { Labels, Target } from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import { podTarget, type PodFacts } from '../PodFacts.ts';

const PROXY_KIND = 'linkerd.io/proxy-';
const MIRROR = 'mirror.linkerd.io';
const MULTICLUSTER = 'multicluster.linkerd.io';

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

/**
 * The labels of an endpoint, as the destination controller tells the client's proxy. Endpoints of another cluster that
 * somebody else wrote into the Service's EndpointSlices lead to no pod that it knows.
 */
export function endpointLabels(shape: CallShape, view: FleetView): Labels {
  const { to, service } = shape;
  if (!to) return {};
  const owner = endpointOwner(shape, view);
  const known = {
    dst_namespace: owner?.namespace ?? to.namespace,
    dst_service: owner?.name,
    dst_zone_locality: 'unknown',
  };
  const isForeign = service !== undefined && service.cluster !== to.cluster;
  if (isForeign && !isMirror(addressed(shape, view))) return known;
  return {
    ...known,
    [`dst_${ownerLabel(to.kind.toLowerCase())}`]: to.workload,
    dst_pod: to.pod,
    dst_serviceaccount: to.serviceAccount,
    dst_pod_template_hash: to.labels['pod-template-hash'],
    dst_control_plane_ns: to.labels['linkerd.io/control-plane-ns'],
  };
}

/** The object of the Service that the client asked for. */
function addressed(
  { service }: CallShape,
  view: FleetView,
): Service | undefined {
  if (!service) return undefined;
  const { cluster, namespace, name } = service;
  return view
    .list<Service>(cluster, 'services', { namespace })
    .find(one => one.metadata.name === name);
}

/** Whether what the client's proxy gets to know comes from another cluster, or from several. */
function isMirror(service: Service | undefined): boolean {
  const { labels = {}, annotations = {} } = service?.metadata ?? {};
  return (
    labels[`${MIRROR}/mirrored-service`] === 'true' ||
    annotations[`${MULTICLUSTER}/remote-discovery`] !== undefined ||
    annotations[`${MULTICLUSTER}/local-discovery`] !== undefined
  );
}

/**
 * The Service whose endpoint it is. In flat and federated mode the destination controller reads the EndpointSlices of the
 * cluster that the pod is in, where the Service has its own name.
 */
export function endpointOwner(
  shape: CallShape,
  view: FleetView,
): { namespace: string; name: string } | undefined {
  const { service, to } = shape;
  if (!service || !to) return service;
  const { labels = {}, annotations = {} } =
    addressed(shape, view)?.metadata ?? {};
  const remote = (annotations[`${MULTICLUSTER}/remote-discovery`] ?? '')
    .split(',')
    .map(entry => entry.split('@'))
    .find(([, cluster]) => cluster === to.cluster)?.[0];
  const isLocal = service.cluster === to.cluster;
  const [name] = [
    isLocal
      ? annotations[`${MULTICLUSTER}/local-discovery`]
      : labels[`${MULTICLUSTER}/remote-service`] ?? remote,
    annotations[`${MIRROR}/remote-svc-fq-name`]?.split('.')[0],
    service.name,
  ].filter(candidate => candidate !== undefined && candidate !== '');
  return { namespace: service.namespace, name: name ?? service.name };
}

/** The labels of a mirror's endpoint: the gateway, of which nothing is known but the target. */
export function gatewayEndpoint(shape: CallShape, view: FleetView): Labels {
  const { labels = {}, annotations = {} } =
    addressed(shape, view)?.metadata ?? {};
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
