import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '../../../../scripts/tools/findTool';
import { exposition, type RecordedSeries } from './series';
import { startStore, type StoreUnderTest } from './StoreUnderTest';

const run = promisify(execFile);

/** A real Prometheus over blocks that promtool made of the series. */
export async function startPrometheus(
  series: readonly RecordedSeries[],
  endSeconds: number,
): Promise<StoreUnderTest> {
  const [prometheus, promtool] = [
    await findTool('prometheus'),
    await findTool('promtool'),
  ];
  return startStore({
    name: 'prometheus',
    command: prometheus.path,
    readyPath: '/-/ready',
    async prepare(directory) {
      const text = exposition(series, { endSeconds, unit: 'seconds' });
      const file = join(directory, 'series.txt');
      await writeFile(file, `${text}# EOF\n`);
      await writeFile(join(directory, 'prometheus.yml'), '');
      await run(promtool.path, [
        ...['tsdb', 'create-blocks-from', 'openmetrics'],
        ...[file, join(directory, 'data')],
      ]);
    },
    args: ({ directory, address }) => [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=${address}`,
    ],
  });
}
