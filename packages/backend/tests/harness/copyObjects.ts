import { waitUntil } from '../../../../scripts/processes/waitUntil';
import type {
  JsonAnswer,
  JsonRequest,
} from '../../../../scripts/kubernetes/requestJson';

/** One request to an API server; never throws for an HTTP status. */
export type ApiServer = (
  path: string,
  request?: JsonRequest,
) => Promise<JsonAnswer>;

interface OwnerReference {
  uid: string;
}

/** As much of an object as is needed to create it elsewhere. */
interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    creationTimestamp?: string;
    resourceVersion?: string;
    generation?: number;
    managedFields?: unknown[];
    labels?: Record<string, string>;
    ownerReferences?: OwnerReference[];
  };
  spec?: Record<string, unknown>;
  status?: unknown;
}

/** A kind as discovery lists it. */
interface Resource {
  groupVersion: string;
  plural: string;
  kind: string;
  singular: string;
  isNamespaced: boolean;
}

interface ResourceList {
  groupVersion: string;
  resources: {
    name: string;
    kind: string;
    singularName: string;
    namespaced: boolean;
    verbs: string[];
  }[];
}

/** What no mesh is read from, or what an API server makes by itself. */
const LEFT_OUT = new Set([
  'events',
  'secrets',
  'leases',
  'customresourcedefinitions',
  'apiservices',
]);

async function read<T>(server: ApiServer, path: string): Promise<T> {
  const { status, body } = await server(path);
  if (status !== 200) {
    throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
  }
  return body as T;
}

function rootOf(groupVersion: string): string {
  return groupVersion.includes('/')
    ? `/apis/${groupVersion}`
    : `/api/${groupVersion}`;
}

/** Every kind that can be listed, in the preferred version of its group. */
export async function resourcesOf(server: ApiServer): Promise<Resource[]> {
  const { groups } = await read<{
    groups: { preferredVersion: { groupVersion: string } }[];
  }>(server, '/apis');
  const versions = [
    'v1',
    ...groups.map(group => group.preferredVersion.groupVersion),
  ];
  const lists = await Promise.all(
    versions.map(version => read<ResourceList>(server, rootOf(version))),
  );
  return lists.flatMap(({ groupVersion, resources }) =>
    resources
      .filter(({ name }) => !name.includes('/') && !LEFT_OUT.has(name))
      .filter(({ verbs }) => verbs.includes('list') && verbs.includes('create'))
      .map(({ name, kind, singularName, namespaced }) => ({
        ...{ groupVersion, kind },
        plural: name,
        singular: singularName,
        isNamespaced: namespaced,
      })),
  );
}

function pathOf(
  { groupVersion, plural, isNamespaced }: Resource,
  namespace?: string,
): string {
  const scope = isNamespaced && namespace ? `/namespaces/${namespace}` : '';
  return `${rootOf(groupVersion)}${scope}/${plural}`;
}

/** Kinds that the target does not know are taught to it, with any shape. */
async function defineMissingKinds(
  target: ApiServer,
  resources: readonly Resource[],
): Promise<void> {
  for (const resource of resources) {
    if ((await target(rootOf(resource.groupVersion))).status === 200) {
      const known = await target(pathOf(resource));
      if (known.status === 200) continue;
    }
    const [group, version] = resource.groupVersion.split('/');
    const schema = {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    };
    const { status, body } = await target(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      {
        method: 'POST',
        body: {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: {
            name: `${resource.plural}.${group}`,
            annotations: {
              // Groups that belong to Kubernetes itself ask for the approval of a change to its API.
              'api-approved.kubernetes.io': 'unapproved, for a test',
            },
          },
          spec: {
            group,
            scope: resource.isNamespaced ? 'Namespaced' : 'Cluster',
            names: {
              plural: resource.plural,
              kind: resource.kind,
              singular: resource.singular || resource.kind.toLowerCase(),
            },
            versions: [
              {
                name: version,
                ...{ served: true, storage: true },
                schema: { openAPIV3Schema: schema },
                subresources: { status: {} },
              },
            ],
          },
        },
      },
    );
    if (status !== 201 && status !== 409) {
      throw new Error(`No ${resource.kind}: ${status} ${JSON.stringify(body)}`);
    }
    await waitUntil(
      async () => (await target(pathOf(resource))).status === 200,
      { what: `${resource.kind} to be served`, timeoutMilliseconds: 10_000 },
    );
  }
}

/** An object and the kind it was listed under. */
export interface ListedObject {
  resource: Resource;
  object: KubernetesObject;
}

/** All objects of an API server, in the order of their creation. */
export async function listEverything(
  source: ApiServer,
): Promise<ListedObject[]> {
  const resources = await resourcesOf(source);
  const lists = await Promise.all(
    resources.map(async resource => {
      const { items } = await read<{ items: KubernetesObject[] }>(
        source,
        pathOf(resource),
      );
      const { groupVersion: apiVersion, kind } = resource;
      return items.map(item => ({
        resource,
        object: { ...item, apiVersion, kind },
      }));
    }),
  );
  return lists.flat().sort(byCreation);
}

function byCreation(a: ListedObject, b: ListedObject): number {
  const [first, second] = [a, b].map(({ object, resource }) =>
    [
      object.metadata.creationTimestamp,
      // Within one second: what others are put into or owned by comes first.
      resource.plural === 'namespaces' ? 0 : 1,
      object.metadata.ownerReferences ? 1 : 0,
      object.kind === 'Pod' ? 1 : 0,
    ].join(' '),
  );
  return first < second ? -1 : Number(first > second);
}

/** Adjusts what an API server insists on choosing itself. */
function acceptable(object: KubernetesObject): KubernetesObject['spec'] {
  const { kind, spec } = object;
  if (kind === 'Service' && spec) {
    const { clusterIP, clusterIPs, ...rest } = spec;
    return clusterIP === 'None' ? { ...rest, clusterIP } : rest;
  }
  if (kind === 'Job') return { ...spec, manualSelector: true };
  return spec;
}

async function send(
  target: ApiServer,
  path: string,
  request: JsonRequest,
): Promise<KubernetesObject> {
  const { status, body } = await target(path, request);
  if (status !== 200 && status !== 201) {
    throw new Error(
      `${request.method} ${path}: ${status} ${JSON.stringify(body)}`,
    );
  }
  return body as KubernetesObject;
}

/** Makes the object, or gives one that the API server made itself (namespace `default`) the labels of ours. */
async function createOne(
  target: ApiServer,
  { resource, object }: ListedObject,
  uids: ReadonlyMap<string, string>,
): Promise<KubernetesObject> {
  const { name, namespace, ownerReferences, ...metadata } = object.metadata;
  delete metadata.uid;
  delete metadata.resourceVersion;
  delete metadata.creationTimestamp;
  delete metadata.generation;
  delete metadata.managedFields;
  const path = pathOf(resource, namespace);
  const body = {
    ...object,
    metadata: {
      ...{ ...metadata, name, namespace },
      ownerReferences: ownerReferences?.map(owner => ({
        ...owner,
        uid: uids.get(owner.uid) ?? owner.uid,
      })),
    },
    spec: acceptable(object),
    status: undefined,
  };
  const present = await target(`${path}/${name}`);
  if (present.status !== 200) {
    return send(target, path, { method: 'POST', body });
  }
  return send(target, `${path}/${name}`, {
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    body: { metadata: { labels: object.metadata.labels } },
  });
}

/**
 * Creates the objects on another API server, statuses included. Owner references get the new uids. Who wrote which field,
 * and when, is taken over: an API server lets a client replace `managedFields` when nothing else changes. `kinds` are
 * served afterwards though there is no object of them.
 */
export async function createEverything(
  target: ApiServer,
  objects: readonly ListedObject[],
  kinds: readonly Resource[] = [],
): Promise<void> {
  const resources = [
    ...new Map(
      [...kinds, ...objects.map(({ resource }) => resource)].map(resource => [
        pathOf(resource),
        resource,
      ]),
    ).values(),
  ];
  await defineMissingKinds(target, resources);
  const uids = new Map<string, string>();
  for (const listed of objects) {
    const { object, resource } = listed;
    const { name, namespace, uid = '', managedFields } = object.metadata;
    const path = `${pathOf(resource, namespace)}/${name}`;
    const created = await createOne(target, listed, uids);
    uids.set(uid, created.metadata.uid ?? '');
    const contentType = 'application/merge-patch+json';
    if (object.status && Object.keys(object.status).length > 0) {
      await send(target, `${path}/status`, {
        ...{ method: 'PATCH', contentType },
        body: { status: object.status },
      });
    }
    await send(target, path, {
      ...{ method: 'PATCH', contentType },
      body: { metadata: { managedFields } },
    });
  }
}
