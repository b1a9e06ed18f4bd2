import type { CatalogEntity } from '../../core/catalog/EntityMatch';
import type { CatalogIndex } from './CatalogIndex';

/** A catalog whose entities are set by hand; not read until they are. */
export class InMemoryCatalogIndex implements CatalogIndex {
  private current: readonly CatalogEntity[] | undefined;
  private readonly listeners = new Set<() => void>();

  set(entities: readonly CatalogEntity[]): void {
    this.current = entities;
    for (const listener of [...this.listeners]) listener();
  }

  entities(): readonly CatalogEntity[] | undefined {
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
