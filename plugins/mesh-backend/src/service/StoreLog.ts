import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Text } from '@meshport/plugin-mesh-common';
import type { StoreFault } from '../io/prometheus/describeStoreFault';

/** Logs what is wrong with one store, once per kind of fault: it is tried again every few seconds. */
export class StoreLog {
  private last = '';

  constructor(
    private readonly store: string,
    private readonly logger: LoggerService,
  ) {}

  /** It answers again. */
  isWell(): void {
    this.last = '';
  }

  fault({ fault, reason }: StoreFault, error: unknown): void {
    if (fault !== 'own') {
      this.gaveNothing(reason, String(error));
      return;
    }
    if (!this.isNews(reason)) return;
    const cause = error instanceof Error ? error.stack ?? '' : String(error);
    this.logger.error(
      'What a metrics store answered could not be put together',
      { store: this.store, cause },
    );
  }

  gaveNothing(reason: Text, cause: string): void {
    if (!this.isNews(reason)) return;
    this.logger.warn('A metrics store gives no numbers; it is asked again', {
      store: this.store,
      fault: reason.id,
      cause,
    });
  }

  private isNews({ id }: Text): boolean {
    const isNew = this.last !== id;
    this.last = id;
    return isNew;
  }
}
