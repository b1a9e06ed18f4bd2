import type { StoreConfig } from '../config/metricsConfig';
import type { Clock } from '../io/clock';
import type { MetricsSource } from '../io/prometheus/MetricsSource';
import { QueuedRanges } from '../io/prometheus/QueuedRanges';
import { RangeCache } from './RangeCache';

/** Asks stores what pages want to know of the past, few questions at one time. */
export function createRanges(
  sources: readonly (readonly [StoreConfig, MetricsSource])[],
  options: { readonly clock: Clock; readonly signal: AbortSignal },
): RangeCache {
  const { clock } = options;
  const queued = sources.map(
    ([{ name }, source]) =>
      [name, new QueuedRanges({ source, clock })] as const,
  );
  return new RangeCache({ sources: new Map(queued), ...options });
}
