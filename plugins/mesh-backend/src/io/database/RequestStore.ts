import type {
  MeshRequest,
  RequestKind,
  RequestState,
} from '@meshport/plugin-mesh-common';

/** What a list is asked for; whatever is left out does not matter. */
export interface RequestFilter {
  readonly states?: readonly RequestState[];
  readonly kinds?: readonly RequestKind[];
  /** Entity ref. */
  readonly requestedBy?: string;
}

/** Where a list goes on: after the last request of the page before. */
export interface RequestPage {
  readonly limit: number;
  readonly after?: { readonly createdAt: string; readonly id: string };
}

/** How long a request is somebody's to deliver. Times are ISO 8601. */
export interface Lease {
  /** Of a replica: unique per process. */
  readonly owner: string;
  readonly now: string;
  readonly until: string;
}

/** What no two open requests share; undefined for one that is closed. */
export type OpenKeyOf = (request: MeshRequest) => string | undefined;

/** `duplicate`: another open request asks for the same. */
export type Stored = 'stored' | 'outdated' | 'duplicate';

/** What requests are kept in; shared by all replicas. */
export interface RequestStore {
  /** A request that is new, with one line of history. */
  insert(request: MeshRequest): Promise<Exclude<Stored, 'outdated'>>;
  get(id: string): Promise<MeshRequest | undefined>;
  /**
   * Puts the next version in the place of the one before, with the last line of its
   * history. `outdated`: somebody else has changed the request since, and nothing is
   * stored.
   */
  replace(request: MeshRequest): Promise<Stored>;
  /** The open request that has the key. */
  findOpen(key: string): Promise<MeshRequest | undefined>;
  /** Newest first; histories are left out. */
  list(filter: RequestFilter, page: RequestPage): Promise<MeshRequest[]>;
  /** Requests that are to be delivered and that nobody has at this time, oldest first. */
  unleased(states: readonly RequestState[], now: string): Promise<string[]>;
  /** False: somebody else has it. Taken again by its owner, it lasts longer. */
  lease(id: string, lease: Lease): Promise<boolean>;
  release(id: string, owner: string): Promise<void>;
}
