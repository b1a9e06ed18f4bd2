import type { WatchedKind } from '@meshport/plugin-mesh-node';
import { KindReflection, type ReflectionOptions } from './KindReflection';
import type { KindSink } from './KindSink';

/** Keeps sinks equal to what one cluster's API server has. */
export class Reflector {
  private watches = 0;

  constructor(private readonly options: Omit<ReflectionOptions, 'onWatches'>) {}

  /** Watches that are open, or being opened, at present. */
  openWatches(): number {
    return this.watches;
  }

  /**
   * Lists and watches one kind for as long as `signal` allows, whatever the cluster
   * does meanwhile; the sink's condition says how far its objects can be trusted.
   * Resolves once `signal` aborts, never rejects.
   */
  async run({
    kind,
    sink,
    signal,
  }: {
    readonly kind: WatchedKind;
    readonly sink: KindSink;
    readonly signal: AbortSignal;
  }): Promise<void> {
    const onWatches = (change: 1 | -1) => {
      this.watches += change;
    };
    const options = { ...this.options, onWatches };
    const reflection = new KindReflection(options, kind, sink);
    while (!signal.aborted) {
      const passage = await this.options.gate
        .pass(signal)
        // Rejects for one reason only: the end.
        .catch(() => undefined);
      if (passage) await reflection.follow(passage);
    }
  }
}
