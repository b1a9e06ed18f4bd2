import type { MeshResponse } from '@meshport/plugin-mesh-common';
import { placesOf } from '../core/views/clusterAnswers';
import { listExports } from '../core/views/exportList';
import { listLinks } from '../core/views/linkList';
import type { World } from '../core/views/World';
import { filterOf } from './listFilter';
import type { MeshRead } from './MeshReads';
import { paged } from './paging';

/** A page of the exports that the reader may see. */
export function readExports(
  world: World,
  { query, reader }: MeshRead<'listExports'>,
): MeshResponse<'listExports'> {
  const filter = filterOf(query, world);
  const { mayRead, readsAll } = reader;
  const clusters = world.clusters.map(({ name }) => name);
  const { all } = world.exports();
  const rows = listExports(all, { ...query, filter, mayRead, clusters });
  const readable = rows.flatMap(({ item: { from, declaredBy, to } }) => [
    ...(declaredBy ? [from] : []),
    ...to.map(({ cluster }) => cluster),
  ]);
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
  const { links } = world.exports();
  const rows = listLinks(links, { ...query, filter, clusters });
  const places = placesOf(world, { readsAll: true, readable: [] });
  return { ...paged(rows, query), ...places };
}
