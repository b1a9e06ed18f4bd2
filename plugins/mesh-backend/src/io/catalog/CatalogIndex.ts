import type { CatalogEntity } from '../../core/catalog/EntityMatch';

/** The catalog's entities, kept in memory so that no page view asks the catalog. */
export interface CatalogIndex {
  /** Undefined until the catalog has been read once; the same list until it changes. */
  entities(): readonly CatalogEntity[] | undefined;
  subscribe(listener: () => void): () => void;
  /** Resolves when `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}
