import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadWorlds } from '../world/loadWorlds.ts';
import { readScaleOptions } from './scaleOptions.ts';
import { startScale } from './startScale.ts';

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '' },
    dir: { type: 'string', default: '.lab-scale' },
    'port-base': { type: 'string', default: '18440' },
    /** Whose cluster all are like; the first one with sidecars by default. */
    like: { type: 'string' },
  },
});

const worlds = loadWorlds(join(import.meta.dirname, '..', '..', 'world'));
const world = values.like
  ? worlds.find(({ name }) => name === values.like)
  : worlds.find(({ serves }) => serves.includes('calico'));
async function main(): Promise<void> {
  if (!world) throw new Error(`There is no world ${values.like ?? ''}`);
  const started = performance.now();
  const { stop, ...ready } = await startScale({
    ...readScaleOptions(values.scale),
    directory: resolve(values.dir),
    portBase: Number(values['port-base']),
    world,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop().then(() => process.exit(0));
    });
  }
  const milliseconds = Math.round(performance.now() - started);
  process.stdout.write(
    `${JSON.stringify({ ready: true, milliseconds, ...ready })}\n`,
  );
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
