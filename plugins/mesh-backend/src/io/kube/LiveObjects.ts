import type { ObjectRef, Text } from '@meshport/plugin-mesh-common';
import type { KindState, WatchedKind } from '@meshport/plugin-mesh-node';
import type { KubernetesObject } from '../../core/requests/liveObject';

/** One object as it is now. `unreadable`: whether it is there is not known. */
export type LiveObject =
  | { readonly state: 'found'; readonly object: KubernetesObject }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly reason: Text };

/**
 * Objects of clusters as they are at this moment, for what is planned against them. Each
 * read has a deadline; what fails is an answer, never a rejection.
 */
export interface LiveObjects {
  get(ref: ObjectRef): Promise<LiveObject>;
  /** Of one namespace, with the portal's own account for reading. */
  list(
    place: { readonly cluster: string; readonly namespace: string },
    kind: WatchedKind,
  ): Promise<KindState>;
}
