import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { CatalogEntity } from '../../core/catalog/EntityMatch';
import type { Clock } from '../clock';
import { Listeners } from '../Listeners';
import type { CatalogIndex } from './CatalogIndex';
import { ENTITY_FIELDS, readEntity } from './readEntity';

const KINDS = ['component', 'resource', 'api', 'system'];

const REFRESH_MILLISECONDS = 60_000;

/** Right after the start the catalog itself is still being filled. */
const EARLY_REFRESH_MILLISECONDS = 2_000;
const EARLY_MILLISECONDS = 120_000;

/** A catalog that has not answered by then counts as failing. */
const DEADLINE_MILLISECONDS = 30_000;

export interface PollingCatalogIndexOptions {
  readonly catalog: Pick<CatalogService, 'streamEntities'>;
  readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/**
 * Reads the catalog as the plugin itself every 60 s: Backstage 1.55 publishes no event
 * when an entity changes. A read that fails leaves the last entities in place.
 */
export class PollingCatalogIndex implements CatalogIndex {
  private current: readonly CatalogEntity[] | undefined;
  private failing = false;
  private readonly listeners = new Listeners();

  constructor(private readonly options: PollingCatalogIndexOptions) {}

  entities(): readonly CatalogEntity[] | undefined {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    return this.listeners.subscribe(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.options;
    const started = clock.now();
    while (!signal.aborted) {
      await this.refresh(signal);
      const early = this.failing || clock.now() - started < EARLY_MILLISECONDS;
      await clock
        .sleep(
          early ? EARLY_REFRESH_MILLISECONDS : REFRESH_MILLISECONDS,
          signal,
        )
        .catch(onlyIfAborted(signal));
    }
  }

  private async refresh(signal: AbortSignal): Promise<void> {
    const { logger } = this.options;
    try {
      const entities = await this.readWithin(DEADLINE_MILLISECONDS, signal);
      this.failing = false;
      if (JSON.stringify(entities) === JSON.stringify(this.current)) return;
      this.current = entities;
      this.listeners.notify();
    } catch (error) {
      if (signal.aborted) return;
      // Once per outage: a catalog that is down for an hour is one fact.
      if (!this.failing) {
        logger.warn(
          'The catalog could not be read; the last known entities are kept',
          { cause: String(error) },
        );
      }
      this.failing = true;
    }
  }

  private async readWithin(
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<CatalogEntity[]> {
    const done = new AbortController();
    const deadline = this.options.clock
      .sleep(milliseconds, AbortSignal.any([signal, done.signal]))
      .then(() => {
        throw new Error(`The catalog did not answer in ${milliseconds} ms`);
      });
    try {
      return await Promise.race([this.readAll(), deadline]);
    } finally {
      done.abort();
      deadline.catch(() => {});
    }
  }

  private async readAll(): Promise<CatalogEntity[]> {
    const credentials = await this.options.auth.getOwnServiceCredentials();
    const pages = this.options.catalog.streamEntities(
      { filter: { kind: KINDS }, fields: ENTITY_FIELDS },
      { credentials },
    );
    const entities: CatalogEntity[] = [];
    for await (const page of pages) entities.push(...page.map(readEntity));
    return entities.sort((a, b) => (a.ref < b.ref ? -1 : 1));
  }
}

function onlyIfAborted(signal: AbortSignal) {
  return (error: unknown) => {
    if (!signal.aborted) throw error;
  };
}
