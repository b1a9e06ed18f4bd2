import { join } from 'node:path';
import { waitUntil } from '../../../../scripts/processes/waitUntil';
import { findTool } from '../../../../scripts/tools/findTool';
import { exposition, type RecordedSeries } from './series';
import { startStore, type StoreUnderTest } from './StoreUnderTest';

const IMPORT_LIMIT_MILLISECONDS = 30_000;

/** A real VictoriaMetrics that was given the series. */
export async function startVictoriaMetrics(
  series: readonly RecordedSeries[],
  endSeconds: number,
): Promise<StoreUnderTest> {
  const tool = await findTool('victoria-metrics');
  const store = await startStore({
    name: 'victoria-metrics',
    command: tool.path,
    readyPath: '/health',
    prepare: async () => undefined,
    args: ({ directory, address }) => [
      `-storageDataPath=${join(directory, 'data')}`,
      `-httpListenAddr=${address}`,
      '-search.latencyOffset=0s',
      '-retentionPeriod=100y',
    ],
  });
  const body = exposition(series, { endSeconds, unit: 'milliseconds' });
  const url = `${store.url}/api/v1/import/prometheus`;
  const answer = await fetch(url, { method: 'POST', body });
  if (!answer.ok) throw new Error(`The import failed: ${await answer.text()}`);
  await fetch(`${store.url}/internal/force_flush`);
  const query = `count({__name__=~".+"})`;
  await waitUntil(
    async () => {
      const { samples } = await store.source.query(
        { query, at: endSeconds * 1000 },
        AbortSignal.timeout(IMPORT_LIMIT_MILLISECONDS),
      );
      return samples[0]?.value === series.length;
    },
    {
      what: 'the import of all series',
      timeoutMilliseconds: IMPORT_LIMIT_MILLISECONDS,
    },
  );
  return store;
}
