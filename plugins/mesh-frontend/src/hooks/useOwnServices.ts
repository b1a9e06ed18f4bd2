import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  MAX_PAGE_SIZE,
  type MeshClient,
  type MeshResponse,
} from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import { useLiveAnswer, type LiveAnswer } from './useLiveAnswer';

type ServiceList = MeshResponse<'listServices'>;

/** Pages that are asked for at most; beyond them the list says that it is cut. */
const MAX_PAGES = 5;

/**
 * All pages as one list: a service's sets may be on different pages, and a row needs
 * all of them.
 */
async function listAll(
  mesh: MeshClient,
  owner: string[],
  signal: AbortSignal,
): Promise<ServiceList> {
  const ask = (cursor?: string) =>
    mesh.listServices(
      {
        params: {},
        query: { owner, sort: 'state', limit: MAX_PAGE_SIZE, cursor },
      },
      { signal },
    );
  const first = await ask();
  const items = [...first.items];
  let cursor = first.nextCursor;
  for (let page = 1; cursor && page < MAX_PAGES; page++) {
    const next: ServiceList = await ask(cursor);
    items.push(...next.items);
    cursor = next.nextCursor;
  }
  return { ...first, items, nextCursor: cursor };
}

/** A list of services, and the entity refs of those whose they are. */
export type OwnServices = ServiceList & { readonly owners: readonly string[] };

/** The services of all entities that the viewer or the viewer's groups own. */
export function useOwnServices(): LiveAnswer<OwnServices> {
  const mesh = useApi(meshApiRef);
  const identity = useApi(identityApiRef);
  return useLiveAnswer('mesh:own-services', async signal => {
    const { ownershipEntityRefs } = await identity.getBackstageIdentity();
    const list = await listAll(mesh, ownershipEntityRefs, signal);
    return { ...list, owners: ownershipEntityRefs };
  });
}
