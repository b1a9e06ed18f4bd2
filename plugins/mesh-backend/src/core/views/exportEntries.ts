import type {
  ExportTarget,
  ExportView,
  Link,
  Reason,
} from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import { type Connections, exportsOf, linksOf, overallState } from '../links';
import type { MayRead } from './serviceAnswers';
import { type ServiceEntry, serviceKey } from './World';

/** An export as it is, with what permission decisions need to know of its ends. */
export interface ExportEntry {
  readonly view: ExportView;
  /** The service where it is offered. */
  readonly resource: MeshServiceResource;
  /** The service in the clusters of `view.to`, in their order. */
  readonly targets: readonly MeshServiceResource[];
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

/** The service in one cluster; where it is not, as it would be there. */
function resourceIn(
  cluster: string,
  service: ServiceEntry,
  mesh: string,
): MeshServiceResource {
  const { instances, set, namespace, name, owners } = service;
  const known = instances.find(({ resource }) => resource.cluster === cluster);
  return (
    known?.resource ?? {
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

/** Exports of services that are shown; those of ignored namespaces are not. */
export function exportIndex(
  connections: Connections,
  services: Services,
): ExportIndex {
  const sets = new Map(connections.clusters.map(one => [one.name, one.set]));
  const known = { services, setOf: (name: string) => sets.get(name) ?? '' };
  const views = exportsOf(connections);
  const all = views.flatMap((view): ExportEntry[] => {
    const service = services.get(serviceKey(view));
    if (!service) return [];
    const resource = resourceIn(view.from, service, view.mesh);
    const targets = view.to.map(target =>
      targetResource(target, { view, service }, known),
    );
    return [{ view, resource, targets }];
  });
  const byService = new Map<string, ExportEntry[]>();
  for (const entry of all) {
    const key = serviceKey(entry.view);
    const list = byService.get(key) ?? [];
    list.push(entry);
    byService.set(key, list);
  }
  return {
    all,
    of: key => byService.get(key) ?? [],
    links: linksOf(connections, views),
  };
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
  mayRead: MayRead,
): ExportView | undefined {
  const seesFrom = mayRead(resource);
  const visible = view.to.filter((_, at) => {
    const target = targets[at];
    return target !== undefined && mayRead(target);
  });
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
