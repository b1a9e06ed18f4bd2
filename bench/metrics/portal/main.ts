import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { readFigures, resetFigures } from '../../portal/instruments.ts';
import type { CoreFigures, CoreTask, CoreTimings } from '../CoreResult.ts';
import { refreshesOf } from '../refreshes.ts';
import type { StubRequest } from '../stub/server.ts';
import { createReadSide } from './readSide.ts';
import { timed } from './timing.ts';
import { publishedClusters } from './world.ts';

type ReadSide = ReturnType<typeof createReadSide>;

/** Whoever may read everything. */
const reader = { mayRead: () => true, readsAll: true };
const PAGES = 20;
/** Until error budgets and the hour before are read, which have a refresh in four where there is no room beside the others. */
const FILLING_SECONDS = 150;
const COLLECTIONS = 8;

async function timings({ reads, entities }: ReadSide): Promise<CoreTimings> {
  const params = entities.map(({ kind, namespace, name }) => ({
    ...{ kind, namespace, name },
  }));
  const list = { limit: 50, order: 'asc', sort: 'name' } as const;
  const graph = { limit: 500, gateways: 'false' } as const;
  const times = <Answer>(ask: () => Answer) => Array(PAGES).fill(ask);
  return {
    entity: await timed(
      params.map(
        one => () => reads.getEntity({ params: one, query: {}, reader }),
      ),
    ),
    charts: await timed(
      params.map(
        one => () =>
          reads.getEntityMetrics({
            ...{ params: one, query: { window: '1h' }, reader },
          }),
      ),
    ),
    services: await timed(
      times(() => reads.listServices({ params: {}, query: list, reader })),
    ),
    graph: await timed(
      times(() => reads.getGraph({ params: {}, query: graph, reader })),
    ),
  };
}

/** Throws where an entity is told without numbers: there would be nothing to measure. */
async function checkNumbers({ reads, entities }: ReadSide): Promise<void> {
  for (const { kind, namespace, name } of entities) {
    const params = { kind, namespace, name };
    const answer = await reads.getEntity({ params, query: {}, reader });
    if (JSON.stringify(answer)?.includes('"requestRate":')) continue;
    throw new Error(`Nothing is told of the calls to ${name}`);
  }
}

/** What lives when no refresh is under way: the least of several full collections. */
async function atRest(): Promise<CoreFigures['after']> {
  let least: CoreFigures['after'] | undefined;
  for (let time = 0; time < COLLECTIONS; time++) {
    await delay(2_000);
    const figures = readFigures({ gc: true });
    const live = ({ heapUsedBytes, externalBytes }: CoreFigures['after']) =>
      heapUsedBytes + externalBytes;
    if (!least || live(figures) < live(least)) least = figures;
  }
  return least ?? readFigures({ gc: true });
}

async function main(file: string): Promise<CoreFigures> {
  const { world, url, seconds } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as CoreTask;
  const requests = async () =>
    (await (await fetch(`${url}/requests`)).json()) as StubRequest[];
  const clusters = publishedClusters(world);
  const without = createReadSide({ world, clusters });
  const timedWithout = await timings(without);
  without.stop();
  const before = readFigures({ gc: true });
  const side = createReadSide({ world, clusters, url });
  const running = side.run();
  const window = async (length = seconds) => {
    resetFigures();
    await requests();
    await delay(length * 1000);
    const figures = readFigures({ gc: false });
    return { portal: figures, refreshes: refreshesOf(await requests()) };
  };
  const filling = await window(Math.max(seconds, FILLING_SECONDS));
  const steady = await window();
  const reading = readFigures({ gc: true });
  const after = await atRest();
  await checkNumbers(side);
  const timedWith = await timings(side);
  const [hung] = world.stores;
  await fetch(`${url}/${hung}/hang`, { method: 'POST' });
  const hanging = await window();
  const timedHanging = await timings(side);
  side.stop();
  await running;
  return {
    ...{ before, after, reading, filling, steady },
    hanging: { ...hanging, store: hung },
    timings: {
      without: timedWithout,
      with: timedWith,
      hanging: timedHanging,
    },
  };
}

main(process.argv[2])
  .then(figures => process.stdout.write(`${JSON.stringify(figures)}\n`))
  .catch((error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
