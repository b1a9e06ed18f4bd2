import { stringify } from 'yaml';
import type { StoreSettings } from './storeSettings.ts';

const SCRAPE_SECONDS = 5;

/**
 * Buckets of message sizes are a third of all series and nobody looks at them: dropped when scraped, as many do. Their
 * sums and counts stay.
 */
export const DROPPED = 'istio_(request|response)_bytes_bucket';

/** The configuration of one Prometheus. What exporters say about job, instance and pod is what counts. */
export function scrapeConfig(
  { clusterLabel, clusters }: StoreSettings,
  exporters: string,
): string {
  return stringify({
    global: {
      scrape_interval: `${SCRAPE_SECONDS}s`,
      scrape_timeout: `${SCRAPE_SECONDS - 1}s`,
    },
    scrape_configs: [
      {
        job_name: 'clusters',
        honor_labels: true,
        static_configs: Object.entries(clusters).map(([name, label]) => ({
          targets: [exporters],
          labels: {
            __metrics_path__: `/metrics/${name}`,
            ...(clusterLabel ? { [clusterLabel]: label } : {}),
          },
        })),
        metric_relabel_configs: [
          { source_labels: ['__name__'], regex: DROPPED, action: 'drop' },
        ],
      },
    ],
  });
}
