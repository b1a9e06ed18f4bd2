import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { ownedBy, refOf } from '../controllers/Controller.ts';
import type { FleetMember } from '../controllers/FleetController.ts';
import type {
  EndpointSlice,
  Service,
  ServicePort,
} from '../controllers/objects.ts';
import { writeStatus } from '../controllers/statuses.ts';
import { OPERATOR } from './ciliumConfig.ts';
import {
  localSlices,
  SLICES,
  SOURCE_CLUSTER,
  type MeshMember,
} from './clusterMesh.ts';
import { IMPORTS, mergedPorts, VERSION, type Export } from './exports.ts';

const DERIVED = 'multicluster.kubernetes.io/derived-service';
export const SERVICE_NAME = 'multicluster.kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice-local-mcsapi-controller.cilium.io';

interface ServiceImport extends KubeObject {
  spec: { type: string; ports: ServicePort[]; sessionAffinity?: string };
  status?: { clusters?: { cluster: string }[] };
}

/** Creates the object, or replaces what of it is named here; answers with what is in the store then. */
function put<T extends KubeObject>(
  store: Store,
  resource: string,
  wanted: T,
): T {
  const ref = refOf(resource, wanted);
  const old = store.get<T>(ref);
  if (!old) return store.create<T>(resource, wanted, { manager: OPERATOR });
  const { metadata, apiVersion: _version, kind: _kind, ...content } = wanted;
  return store.modify<T>(
    ref,
    copy => {
      copy.metadata.labels = metadata.labels;
      copy.metadata.annotations = metadata.annotations;
      Object.assign(copy, content);
      return isDeepStrictEqual(copy, old) ? false : undefined;
    },
    { manager: OPERATOR },
  );
}

/** The ServiceImport of a name that is exported somewhere, by the oldest export first. */
export function writeImport(
  { store }: FleetMember,
  exports: readonly Export[],
): ServiceImport {
  const [{ object, service }] = exports;
  const { name, namespace } = object.metadata;
  const old = store.get({ resource: IMPORTS, namespace, name });
  const derived = old?.metadata.annotations?.[DERIVED];
  const headless = service.spec.clusterIP === 'None';
  const affinity = service.spec.sessionAffinity;
  const imported = put<ServiceImport>(store, IMPORTS, {
    apiVersion: VERSION,
    kind: 'ServiceImport',
    metadata: {
      name,
      namespace,
      labels: { ...object.spec?.exportedLabels },
      annotations: {
        ...object.spec?.exportedAnnotations,
        ...(derived ? { [DERIVED]: derived } : {}),
      },
    },
    spec: {
      ports: mergedPorts(exports),
      ...(typeof affinity === 'string' ? { sessionAffinity: affinity } : {}),
      type: headless ? 'Headless' : 'ClusterSetIP',
    },
  });
  const clusters = exports.map(({ cluster }) => cluster).sort();
  const status = { clusters: clusters.map(cluster => ({ cluster })) };
  return writeStatus(store, IMPORTS, imported, status, OPERATOR);
}

/** Garbage collection takes the derived Service with it. */
export function removeImport(
  store: Store,
  namespace: string,
  name: string,
): void {
  const ref = { resource: IMPORTS, namespace, name };
  if (store.get(ref)) store.delete(ref);
}

/** `derived-` and ten characters of a hash: the same name in every cluster, which makes the Service global. */
function derivedName({ metadata: { namespace, name } }: KubeObject): string {
  const bytes = createHash('sha256').update(`${namespace}/${name}`).digest();
  const bits = [...bytes.subarray(0, 7)]
    .map(byte => byte.toString(2).padStart(8, '0'))
    .join('');
  const digits = Array.from({ length: 10 }, (_, i) =>
    parseInt(bits.slice(5 * i, 5 * i + 5), 2).toString(32),
  );
  return `derived-${digits.join('')}`;
}

/** The Service behind an import, with the own cluster's endpoints where it exports the name itself. */
export function deriveService(
  { member, config }: MeshMember,
  imported: ServiceImport,
  local: Export | undefined,
): void {
  const { store } = member;
  const { name: original, namespace, annotations, labels } = imported.metadata;
  const name = derivedName(imported);
  const { [DERIVED]: _own, ...inherited } = annotations ?? {};
  const targets = local?.service.spec.ports ?? [];
  const derived = put<Service>(store, 'services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      labels: { ...labels, [SERVICE_NAME]: original },
      annotations: { ...inherited, 'service.cilium.io/global': 'true' },
      ownerReferences: [ownedBy(imported)],
    },
    spec: {
      ...existingSpec(store, namespace, name),
      type: 'ClusterIP',
      ...(imported.spec.type === 'Headless' ? { clusterIP: 'None' } : {}),
      ports: imported.spec.ports.map(port => ({
        ...port,
        targetPort:
          targets.find(target => target.port === port.port)?.targetPort ??
          port.port,
      })),
    },
  });
  if (annotations?.[DERIVED] !== name)
    store.modify(
      refOf(IMPORTS, imported),
      copy => {
        copy.metadata.annotations = {
          ...copy.metadata.annotations,
          [DERIVED]: name,
        };
      },
      { manager: OPERATOR },
    );
  mirrorSlices(member, derived, {
    original,
    cluster: config.clusterName,
    local,
  });
}

/** What the API server has given a Service stays with it. */
function existingSpec(
  store: Store,
  namespace: string | undefined,
  name: string,
): Partial<Service['spec']> {
  const ref = { resource: 'services', namespace, name };
  return store.get<Service>(ref)?.spec ?? {};
}

function mirrorSlices(
  member: FleetMember,
  derived: Service,
  from: { original: string; cluster: string; local: Export | undefined },
): void {
  const { store } = member;
  const { name, namespace = 'default', labels } = derived.metadata;
  const slices = from.local
    ? localSlices(member, namespace, from.original)
    : [];
  const wanted = slices.map((slice): EndpointSlice => {
    const suffix = slice.metadata.name.slice(from.original.length + 1);
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${suffix}`,
        namespace,
        labels: {
          ...labels,
          'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
          'kubernetes.io/service-name': name,
          'service.cilium.io/local-endpointslice': slice.metadata.name,
          [SERVICE_NAME]: from.original,
          [SOURCE_CLUSTER]: from.cluster,
        },
        ownerReferences: [ownedBy(derived)],
      },
      addressType: slice.addressType,
      endpoints: slice.endpoints,
      ports: slice.ports,
    };
  });
  for (const slice of wanted) put(store, SLICES, slice);
  const names = wanted.map(({ metadata }) => metadata.name);
  for (const slice of localSlices(member, namespace, name))
    if (!names.includes(slice.metadata.name))
      store.delete(refOf(SLICES, slice));
}
