import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../apiserver/KubeObject.ts';
import { formatTime } from '../apiserver/KubeObject.ts';
import { nameSuffix } from '../simulation/chance.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { dependantsOf, ownedBy, refOf } from './Controller.ts';
import type {
  Endpoint,
  EndpointSlice,
  Node,
  Pod,
  Service,
  ServicePort,
} from './objects.ts';
import { isReady } from './podTemplates.ts';
import { serviceSelects } from './selectors.ts';

const resource = 'endpointslices.discovery.k8s.io';
const manager = 'kube-controller-manager';
const SLICE_SIZE = 100;
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const NAME = 'endpointslice-controller.k8s.io';

/** Keeps, per Service with a selector, the addresses of its pods in slices of a hundred. */
export const endpointSliceController: Controller = {
  name: 'endpointslice-controller',
  *concerns(change, { store }) {
    if (change.resource === 'services') yield refOf('services', change.object);
    if (change.resource !== 'pods') return;
    const { namespace, labels } = change.object.metadata;
    const before = change.previous?.metadata.labels;
    for (const service of store.list<Service>('services', { namespace })
      .items) {
      const { selector } = service.spec;
      if (serviceSelects(selector, labels) || serviceSelects(selector, before))
        yield refOf('services', service);
    }
  },
  reconcile(ref, context) {
    const service = context.store.get<Service>(ref);
    if (!service?.spec.selector || service.metadata.deletionTimestamp) return;
    const pods = context.store
      .list<Pod>('pods', { namespace: ref.namespace })
      .items.filter(
        pod =>
          serviceSelects(service.spec.selector, pod.metadata.labels) &&
          hasEndpoint(pod),
      );
    const ports = portsOf(service.spec.ports ?? [], pods[0]);
    const endpoints = pods.map(pod => endpointOf(pod, service, context));
    writeSlices(service, { ports, endpoints }, context);
  },
};

function hasEndpoint(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return (
    pod.status?.podIP !== undefined &&
    phase !== 'Succeeded' &&
    phase !== 'Failed'
  );
}

function endpointOf(
  pod: Pod,
  service: Service,
  { store }: ControllerContext,
): Endpoint {
  const { name, namespace, uid, deletionTimestamp } = pod.metadata;
  const terminating = deletionTimestamp !== undefined;
  const serving = isReady(pod);
  const nodeName = pod.spec.nodeName ?? '';
  const zone = store.get<Node>({ resource: 'nodes', name: nodeName })?.metadata
    .labels?.['topology.kubernetes.io/zone'];
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: {
      ready:
        service.spec.publishNotReadyAddresses === true ||
        (serving && !terminating),
      serving,
      terminating,
    },
    ...(pod.spec.subdomain && pod.spec.subdomain === service.metadata.name
      ? { hostname: String(pod.spec.hostname) }
      : {}),
    nodeName,
    targetRef: { kind: 'Pod', name, namespace, uid },
    ...(zone ? { zone } : {}),
  };
}

function portsOf(
  ports: readonly ServicePort[],
  pod: Pod | undefined,
): JsonObject[] {
  return ports.flatMap(port => {
    const number = targetPort(port, pod);
    if (number === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = port;
    return [
      { name, port: number, protocol, ...(appProtocol ? { appProtocol } : {}) },
    ];
  });
}

/** A named target port is looked up in the pods; Services whose pods disagree on it are not made here. */
function targetPort(
  { targetPort: target, port }: ServicePort,
  pod: Pod | undefined,
): number | undefined {
  if (typeof target !== 'string') return target ?? port;
  const ports = pod?.spec.containers.flatMap(c => c.ports ?? []);
  return ports?.find(p => p.name === target)?.containerPort;
}

function writeSlices(
  service: Service,
  content: { ports: JsonObject[]; endpoints: Endpoint[] },
  context: ControllerContext,
): void {
  const { store } = context;
  const chunks = Math.max(1, Math.ceil(content.endpoints.length / SLICE_SIZE));
  // Others keep slices for the same Service too, for pods of other clusters for example.
  const existing = dependantsOf<EndpointSlice>(store, resource, service).filter(
    ({ metadata }) => metadata.labels?.[MANAGED_BY] === NAME,
  );
  for (let i = 0; i < chunks; i++) {
    const endpoints = content.endpoints.slice(
      i * SLICE_SIZE,
      (i + 1) * SLICE_SIZE,
    );
    const parts = { ports: content.ports, endpoints };
    const slice = existing[i];
    if (slice) updateSlice(slice, service, parts, context);
    else createSlice(service, i, parts, context);
  }
  existing.slice(chunks).forEach(slice => store.delete(refOf(resource, slice)));
}

function labelsOf(service: Service): Record<string, string> {
  return {
    ...service.metadata.labels,
    [MANAGED_BY]: NAME,
    'kubernetes.io/service-name': service.metadata.name,
    ...(service.spec.clusterIP === 'None'
      ? { 'service.kubernetes.io/headless': '' }
      : {}),
  };
}

function createSlice(
  service: Service,
  index: number,
  parts: { ports: JsonObject[]; endpoints: Endpoint[] },
  { store }: ControllerContext,
): void {
  const { name, namespace } = service.metadata;
  const suffix = nameSuffix(
    5,
    `${namespace}/${name} slice ${index} ${store.resourceVersion}`,
  );
  store.create(
    resource,
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${suffix}`,
        generateName: `${name}-`,
        namespace,
        labels: labelsOf(service),
        ownerReferences: [ownedBy(service)],
      },
      addressType: 'IPv4',
      ...parts,
    },
    { manager },
  );
}

function updateSlice(
  slice: EndpointSlice,
  service: Service,
  parts: { ports: JsonObject[]; endpoints: Endpoint[] },
  { store, timeline }: ControllerContext,
): void {
  const same = isDeepStrictEqual(
    { ports: slice.ports, endpoints: slice.endpoints },
    parts,
  );
  if (same && isDeepStrictEqual(slice.metadata.labels, labelsOf(service)))
    return;
  store.modify<EndpointSlice>(
    refOf(resource, slice),
    copy => {
      copy.metadata.labels = labelsOf(service);
      if (same) return;
      copy.metadata.annotations = {
        ...copy.metadata.annotations,
        'endpoints.kubernetes.io/last-change-trigger-time': formatTime(
          timeline.now(),
        ),
      };
      copy.ports = parts.ports;
      copy.endpoints = parts.endpoints;
    },
    { manager },
  );
}
