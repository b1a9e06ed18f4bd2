import type { ExportView, MeshResponse } from '@meshport/plugin-mesh-common';
import { placesOf } from '../core/views/clusterAnswers';
import { listExports } from '../core/views/exportList';
import { listLinks } from '../core/views/linkList';
import type { World } from '../core/views/World';
import { filterOf } from './listFilter';
import type { MeshRead } from './MeshReads';
import { paged } from './paging';

/** Those that a reader of these exports is told of. */
function clustersOf(exports: readonly ExportView[]): string[] {
  const clusters = new Set<string>();
  for (const { from, declaredBy, to } of exports) {
    if (declaredBy) clusters.add(from);
    for (const { cluster } of to) clusters.add(cluster);
  }
  return [...clusters];
}

/** A page of the exports that the reader may see. */
export function readExports(
  world: World,
  { query, reader }: MeshRead<'listExports'>,
): MeshResponse<'listExports'> {
  const filter = filterOf(query, world);
  const { readsAll } = reader;
  const clusters = world.clusters.map(({ name }) => name);
  const { all } = world.exports.now();
  const rows = listExports(all, { ...query, filter, reader, clusters });
  const readable = readsAll ? [] : clustersOf(rows.map(({ item }) => item));
  const places = placesOf(world, { readsAll, readable });
  return { ...paged(rows, query), ...places };
}

/** A page of the links, for who may read the platform as a whole. */
export function readLinks(
  world: World,
  { query }: MeshRead<'listLinks'>,
): MeshResponse<'listLinks'> {
  const filter = filterOf(query, world);
  const { clusters } = world;
  const { links } = world.exports.now();
  const rows = listLinks(links, { ...query, filter, clusters });
  const places = placesOf(world, { readsAll: true, readable: [] });
  return { ...paged(rows, query), ...places };
}
