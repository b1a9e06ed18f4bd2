import type { CatalogEntity } from '../../core/catalog/EntityMatch';

/** What the catalog said when it was last read. */
export interface CatalogSnapshot {
  readonly entities: readonly CatalogEntity[];
  /** Equal for equal entities. */
  readonly hash: string;
}

/** The catalog's entities, kept in memory so that no page view asks the catalog. */
export interface CatalogIndex {
  /** Undefined until the catalog has been read once; the same value until it changes. */
  snapshot(): CatalogSnapshot | undefined;
  subscribe(listener: () => void): () => void;
  /** Resolves when `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}
