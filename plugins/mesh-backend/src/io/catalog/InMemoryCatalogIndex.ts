import type { CatalogEntity } from '../../core/catalog/EntityMatch';
import { Listeners } from '../Listeners';
import type { CatalogIndex } from './CatalogIndex';

/** A catalog whose entities are set by hand; not read until they are. */
export class InMemoryCatalogIndex implements CatalogIndex {
  private current: readonly CatalogEntity[] | undefined;
  private readonly listeners = new Listeners();

  set(entities: readonly CatalogEntity[]): void {
    this.current = entities;
    this.listeners.notify();
  }

  entities(): readonly CatalogEntity[] | undefined {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    return this.listeners.subscribe(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
