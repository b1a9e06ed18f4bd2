import type { Text } from '@meshport/plugin-mesh-common';
import type { ZodType } from 'zod';

/** A kind that the backend lists and watches in every cluster. */
export interface WatchedKind<T = unknown> {
  /** API group; '' for the core group. */
  readonly group: string;
  /** Versions that the schema can read, preferred first. */
  readonly versions: readonly string[];
  readonly plural: string;
  readonly kind: string;
  /**
   * Reads an object of the API server into the fields that are used, and nothing
   * else. Must not fail on missing or absurd fields beyond the object's name: read
   * them as absent.
   */
  readonly schema: ZodType<T>;
  readonly only?: {
    readonly namespace?: string;
    readonly labelSelector?: string;
    readonly fieldSelector?: string;
  };
  /** List and watch metadata only (PartialObjectMetadata). */
  readonly metadataOnly?: boolean;
  /**
   * Not every installation of what it belongs to has it: a cluster that does not serve
   * it lacks nothing.
   */
  readonly optional?: boolean;
}

/**
 * How current the objects of a kind are. `absent`: the cluster does not serve it;
 * `forbidden`: the portal may not read it; `stale`: list or watch fail at present,
 * what is known is the last state.
 */
export type KindStatus = 'syncing' | 'live' | 'stale' | 'forbidden' | 'absent';

/** The objects of one kind in one cluster, and how far they can be trusted. */
export interface KindState<T = unknown> {
  readonly status: KindStatus;
  /** Why the kind is not live; names the missing RBAC rule when forbidden. */
  readonly reason?: Text;
  /** When (ISO) the objects were last known to be right; only when not live. */
  readonly observedAt?: string;
  readonly items: readonly T[];
}

/** `pods`, `deployments.apps`: how a kind is named in `sources` and RBAC rules. */
export function partOf(kind: Pick<WatchedKind, 'group' | 'plural'>): string {
  return kind.group ? `${kind.plural}.${kind.group}` : kind.plural;
}

/**
 * What of an API server a kind asks for. Two kinds can share a part name: ConfigMaps of
 * one label, and of another.
 */
export function kindKey(
  kind: Pick<WatchedKind, 'group' | 'plural' | 'only' | 'metadataOnly'>,
): string {
  const { namespace, labelSelector, fieldSelector } = kind.only ?? {};
  return JSON.stringify([
    partOf(kind),
    namespace ?? '',
    labelSelector ?? '',
    fieldSelector ?? '',
    kind.metadataOnly ?? false,
  ]);
}

/**
 * True where the objects of the kind are known, be it as they were a while ago: what
 * is made of them may be shown. False where nothing was ever read, and where the
 * portal may not read the kind.
 */
export function isReadable(state: KindState): boolean {
  switch (state.status) {
    case 'live':
    case 'absent':
      return true;
    case 'forbidden':
      return false;
    default:
      return state.observedAt !== undefined;
  }
}
