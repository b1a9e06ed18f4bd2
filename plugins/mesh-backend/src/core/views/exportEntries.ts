import type {
  ExportTarget,
  ExportView,
  Link,
  Reason,
} from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import { type Connections, joinExports, overallState } from '../links';
import { once } from './once';
import type { Reader } from './serviceAnswers';
import { type ServiceEntry, serviceKey } from './World';

/** An export as it is, with what permission decisions need to know of its ends. */
export interface ExportEntry {
  readonly view: ExportView;
  /** The service where it is offered. */
  readonly resource: MeshServiceResource;
  /** The service in the clusters of `view.to`, in their order. */
  readonly targets: () => readonly MeshServiceResource[];
}

/** All exports, and what they pass through. */
export interface ExportIndex {
  readonly all: readonly ExportEntry[];
  /** Of one service, by its {@link serviceKey}. */
  of(key: string): readonly ExportEntry[];
  readonly links: readonly Link[];
}

type Services = ReadonlyMap<string, ServiceEntry>;

type Named = { readonly namespace: string; readonly name: string };

type Resources = ReadonlyMap<string, MeshServiceResource>;

/** Entries never change, and most are the same in many worlds. */
const remembered = new WeakMap<ServiceEntry, Resources>();

/** By cluster; the worst instance of each. */
function resourcesOf(service: ServiceEntry): Resources {
  const known = remembered.get(service);
  if (known) return known;
  const resources = new Map<string, MeshServiceResource>();
  for (const { resource } of service.instances) {
    if (!resources.has(resource.cluster)) {
      resources.set(resource.cluster, resource);
    }
  }
  remembered.set(service, resources);
  return resources;
}

/** The service in one cluster; where it is not, as it would be there. */
function resourceIn(
  cluster: string,
  service: ServiceEntry,
  mesh: string,
): MeshServiceResource {
  const { set, namespace, name, owners } = service;
  return (
    resourcesOf(service).get(cluster) ?? {
      ...{ cluster, set, namespace, name, owners },
      namespaceOwners: [],
      meshes: [mesh],
    }
  );
}

/** In a cluster of another set a service of another set is the one that is called so. */
function resourceElsewhere(
  cluster: string,
  { set, service, mesh }: { set: string; service: Named; mesh: string },
  services: Services,
): MeshServiceResource {
  const { namespace, name } = service;
  const entry = services.get(serviceKey({ set, namespace, name }));
  if (entry) return resourceIn(cluster, entry, mesh);
  return {
    ...{ cluster, set, namespace, name, owners: [] },
    namespaceOwners: [],
    meshes: [mesh],
  };
}

function targetResource(
  { cluster, as }: ExportTarget,
  { view, service }: { view: ExportView; service: ServiceEntry },
  known: { services: Services; setOf: (cluster: string) => string },
): MeshServiceResource {
  const { mesh } = view;
  const set = known.setOf(cluster);
  if (set === view.set) return resourceIn(cluster, service, mesh);
  const { namespace = view.namespace, name } = as ?? view;
  const asked = { set, service: { namespace, name }, mesh };
  return resourceElsewhere(cluster, asked, known.services);
}

/**
 * Exports of services that are shown; those of ignored namespaces are not. Yields where
 * others may have their turn.
 */
export function* exportIndex(
  connections: Connections,
  services: Services,
): Generator<void, ExportIndex> {
  const sets = new Map(connections.clusters.map(one => [one.name, one.set]));
  const known = { services, setOf: (name: string) => sets.get(name) ?? '' };
  const { exports, links } = yield* joinExports(connections);
  const all = exports.flatMap((view): ExportEntry[] => {
    const service = services.get(serviceKey(view));
    if (!service) return [];
    const resource = resourceIn(view.from, service, view.mesh);
    const targets = once(() =>
      view.to.map(target => targetResource(target, { view, service }, known)),
    );
    return [{ view, resource, targets }];
  });
  const byService = new Map<string, ExportEntry[]>();
  for (const entry of all) {
    const key = serviceKey(entry.view);
    const list = byService.get(key);
    if (list) list.push(entry);
    else byService.set(key, [entry]);
  }
  return { all, of: key => byService.get(key) ?? [], links };
}

/** What is proved by objects of clusters that the reader may not see is not said. */
function toldReasons(
  reasons: readonly Reason[],
  clusters: ReadonlySet<string>,
): Reason[] {
  return reasons.filter(({ evidence }) =>
    evidence.every(({ cluster }) => clusters.has(cluster)),
  );
}

/**
 * The export as the reader may see it; undefined where that is nothing. A reader who sees
 * the service where it arrived is told where it comes from, and nothing else of there.
 */
export function readableExport(
  { view, resource, targets }: ExportEntry,
  { mayRead, readsAll }: Reader,
): ExportView | undefined {
  if (readsAll) return view;
  const seesFrom = mayRead(resource);
  const ends = targets();
  const visible = view.to.filter((_, at) => mayRead(ends[at]));
  const hidden = view.to.length - visible.length;
  if (!seesFrom && visible.length === 0) return undefined;
  if (seesFrom && hidden === 0) return view;
  const clusters = new Set(visible.map(({ cluster }) => cluster));
  if (seesFrom) clusters.add(view.from);
  const { declaredBy, endpoints, ...rest } = view;
  const state = visible.length > 0 ? overallState(visible) : 'unknown';
  return {
    ...rest,
    ...(seesFrom ? { declaredBy, endpoints } : {}),
    state,
    reasons: seesFrom ? toldReasons(view.reasons, clusters) : [],
    to: visible.map(target => ({
      ...target,
      reasons: toldReasons(target.reasons, clusters),
    })),
    ...(hidden > 0 ? { hiddenTargets: hidden } : {}),
  };
}
