import { useApi } from '@backstage/frontend-plugin-api';
import type { RequestDetails } from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import { useLiveAnswer, type LiveAnswer } from '../hooks/useLiveAnswer';

/** One request and what the viewer may do with it, kept current. */
export function useRequest(id: string): LiveAnswer<RequestDetails> {
  const mesh = useApi(meshApiRef);
  return useLiveAnswer(`mesh:request:${id}`, signal =>
    mesh.getRequest({ params: { id } }, { signal }),
  );
}
