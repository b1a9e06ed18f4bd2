import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadWorlds } from '../world/loadWorlds.ts';
import { readScaleOptions } from './scaleOptions.ts';
import { startScale } from './startScale.ts';
import type { World } from '../world/World.ts';

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '' },
    dir: { type: 'string', default: '.lab-scale' },
    'port-base': { type: 'string', default: '18440' },
    /** Whose clusters they are like, in turn (`a,b,b`); the first one with sidecars by default. */
    like: { type: 'string' },
    /** Of the first cluster, where several processes make one world. */
    first: { type: 'string', default: '0' },
  },
});

const worlds = loadWorlds(join(import.meta.dirname, '..', '..', 'world'));

function worldsToBeLike(): World[] {
  if (!values.like) {
    return worlds.filter(({ serves }) => serves.includes('calico')).slice(0, 1);
  }
  return values.like.split(',').map(name => {
    const world = worlds.find(one => one.name === name);
    if (!world) throw new Error(`There is no world ${name}`);
    return world;
  });
}

async function main(): Promise<void> {
  const started = performance.now();
  const { stop, ...ready } = await startScale({
    ...readScaleOptions(values.scale),
    directory: resolve(values.dir),
    portBase: Number(values['port-base']),
    first: Number(values.first),
    worlds: worldsToBeLike(),
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
