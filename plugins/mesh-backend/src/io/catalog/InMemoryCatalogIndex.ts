import type { CatalogEntity } from '../../core/catalog/EntityMatch';
import { contentHash } from '../../core/contentHash';
import type { CatalogIndex, CatalogSnapshot } from './CatalogIndex';

/** A catalog whose entities are set by hand; not read until they are. */
export class InMemoryCatalogIndex implements CatalogIndex {
  private current: CatalogSnapshot | undefined;
  private readonly listeners = new Set<() => void>();

  set(entities: readonly CatalogEntity[]): void {
    this.current = { entities, hash: contentHash(entities) };
    for (const listener of [...this.listeners]) listener();
  }

  snapshot(): CatalogSnapshot | undefined {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
