import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type { KindState, WatchedKind } from '@meshport/plugin-mesh-node';
import type { LiveObject } from '../../core/requests/plan';

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
