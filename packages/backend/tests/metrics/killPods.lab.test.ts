import type { Golden } from '@meshport/plugin-mesh-common';
import {
  MetricsLab,
  metricsArgs,
  type QueriedSample,
} from '../harness/MetricsLab';
import { startWorld, type World } from '../harness/World';
import {
  callsOf,
  ledgerRows,
  podEnd,
  type LedgerRow,
  type Span,
} from './Ledger';
import { ScrapedStores } from './ScrapedStores';

/** Pods come and go during traffic: counters end and begin again, and rates stay what they are. */
jest.setTimeout(300_000);

const REFRESH_SECONDS = 5;
const TOLERANCE = 0.02;
/** As in the suite of the ledger: calls that end while counters are read. */
const CALLS_AT_EDGES = 5;
/** Stores read counters that often. */
const SCRAPE_MILLISECONDS = 5_000;
/** What is looked at after each change: pods are ready again long before, and are scraped many times. */
const WATCHED_MILLISECONDS = 60_000;
const READY_MILLISECONDS = 150_000;
/** Of answers with numbers of their own, while something is watched. */
const LEAST_ANSWERS = 6;
/** Of a call a second, in five minutes: some ten seconds, and the first call of some ten series of each new pod. */
const MOST_LOST = 0.15;

/** What the proxies of a workload count of what comes to it. */
const COUNTERS: Readonly<Record<string, string>> = {
  istio: '__name__="istio_requests_total",reporter="destination"',
};

interface Watched {
  mesh: string;
  cluster: string;
  namespace: string;
  name: string;
}

/** Sidecars of Istio; with other meshes' pods and ztunnels this is not compared here. */
const INVENTORY: Watched = {
  ...{ mesh: 'istio', cluster: 'gcp-gke' },
  ...{ namespace: 'orders', name: 'inventory-service' },
};
const FRONTEND: Watched = {
  ...{ mesh: 'istio', cluster: 'aws-eks' },
  ...{ namespace: 'frontend', name: 'web-frontend' },
};

let world: World;
let metrics: MetricsLab;
let stores: ScrapedStores;

beforeAll(async () => {
  const labArgs = await metricsArgs('10m');
  world = await startWorld({
    name: 'killPods',
    labArgs,
    config: () => ({
      mesh: { metrics: { refresh: { seconds: REFRESH_SECONDS } } },
    }),
  });
  metrics = new MetricsLab(world.lab);
  await metrics.ready();
  stores = new ScrapedStores(world.lab, metrics);
  await world.eventually(
    'numbers of a whole window',
    async () => {
      const all = [INVENTORY, FRONTEND];
      const now = await Promise.all(all.map(one => comparedNow(one)));
      return now.every(one => one && isWhole(one));
    },
    { timeoutMilliseconds: READY_MILLISECONDS, intervalMilliseconds: 2_000 },
  );
});

afterAll(() => world?.stop());

interface Compared {
  /** ISO, of the numbers. */
  at: string;
  /** In the window, as the portal has it and as the ledger has it. */
  shown: number;
  right: number;
  /** Of the latter, what was in no counter when these were read. */
  lost: number;
  sampledMs: number;
  windowMs: number;
}

function isWhole({ sampledMs, windowMs }: Compared): boolean {
  return windowMs - sampledMs <= 2 * SCRAPE_MILLISECONDS + 1_000;
}

async function goldenOf(one: Watched): Promise<Golden | undefined> {
  const { namespace, name } = one;
  const params = { set: 'production', namespace, name };
  const { service } = await world.portal
    .as('platform')
    .client.getService({ params });
  return service.instances.find(({ cluster }) => cluster === one.cluster)
    ?.golden;
}

/** Calls that came to a pod of it, and past its proxy. */
function arrivedAt(one: Watched, rows: readonly LedgerRow[]): LedgerRow[] {
  return rows.filter(({ to, statuses, flags, calls }) => {
    const end = podEnd(to);
    const isRefused = statuses[0] === calls && flags.UC === calls;
    return (
      !isRefused &&
      end?.cluster === one.cluster &&
      end.namespace === one.namespace &&
      end.workload === one.name
    );
  });
}

async function comparedNow(one: Watched): Promise<Compared | undefined> {
  const golden = await goldenOf(one);
  if (golden?.at === undefined || golden.state !== 'ok') return undefined;
  const { at, windowSeconds } = golden;
  const to = Date.parse(at);
  const windowMs = windowSeconds * 1000;
  const span = await stores.sampled(one, { from: to - windowMs, to });
  const sampledMs = span.to - span.from;
  const rows = arrivedAt(one, await ledgerRows(metrics, span));
  const scale = windowMs / sampledMs;
  return {
    ...{ at, sampledMs, windowMs },
    shown: (golden.requestRate ?? NaN) * windowSeconds,
    right: callsOf(rows) * scale,
    lost: (await lostCalls(one, span)) * scale,
  };
}

/** When the counters of each pod of a workload were read for the first and the last time within a span, and how many there are. */
async function readings(
  { mesh, cluster, namespace, name }: Watched,
  { from, to }: Span,
): Promise<Map<string, Span & { series: number }>> {
  const { store, matcher } = stores.placeOf(cluster);
  const pods = `namespace="${namespace}",pod=~"${name}-.*"`;
  const counter = `{${[COUNTERS[mesh], pods, matcher]
    .filter(Boolean)
    .join(',')}}`;
  const times = `(timestamp(${counter}) > ${from / 1000})`;
  const range = `[${Math.round((to - from) / 1000)}s:1s]`;
  const [first, last, series] = await Promise.all(
    [
      `min by (pod) (min_over_time(${times}${range}))`,
      `max by (pod) (max_over_time(${times}${range}))`,
      `count by (pod) (last_over_time(${counter}[${Math.round(
        (to - from) / 1000,
      )}s]))`,
    ].map(expression => metrics.query(store, expression, to)),
  );
  const valueOf = (samples: QueriedSample[], pod: string) =>
    samples.find(({ labels }) => labels.pod === pod)?.value ?? NaN;
  return new Map(
    first.map(({ labels: { pod }, value }) => [
      pod,
      {
        from: value * 1000,
        to: valueOf(last, pod) * 1000,
        series: valueOf(series, pod),
      },
    ]),
  );
}

/**
 * What no rate over these counters can have, whoever computes it: what a pod counted after it was read for the last
 * time, and what a new one had counted when it was read first, the first call of each of its series included.
 */
async function lostCalls(one: Watched, span: Span): Promise<number> {
  const known = await readings(one, span);
  const outside = async (part: Span, pod: string) => {
    if (part.to <= part.from) return 0;
    const rows = arrivedAt(one, await ledgerRows(metrics, part));
    return callsOf(rows.filter(row => row.pod === pod));
  };
  const lost = await Promise.all(
    [...known].map(async ([pod, { from, to, series }]) => {
      const isNew = from - span.from > SCRAPE_MILLISECONDS;
      const isGone = span.to - to > SCRAPE_MILLISECONDS;
      return (
        (isNew
          ? series + (await outside({ from: span.from, to: from }, pod))
          : 0) + (isGone ? await outside({ from: to, to: span.to }, pod) : 0)
      );
    }),
  );
  return lost.reduce((sum, count) => sum + count, 0);
}

/** Everything that the portal says of some services from now on, one element per refresh. */
async function watch(
  all: readonly Watched[],
): Promise<Map<Watched, Compared[]>> {
  const since = Date.now();
  const seen = new Map(all.map(one => [one, [] as Compared[]]));
  await world.eventually(
    'numbers of the minute after',
    async () => {
      for (const [one, list] of seen) {
        const now = await comparedNow(one);
        if (now && now.at !== list.at(-1)?.at) list.push(now);
      }
      return [...seen.values()].every(
        list =>
          list.length >= LEAST_ANSWERS &&
          Date.parse(list.at(-1)?.at ?? '') - since >= WATCHED_MILLISECONDS,
      );
    },
    {
      timeoutMilliseconds: 2 * WATCHED_MILLISECONDS,
      intervalMilliseconds: 1_000,
    },
  );
  return seen;
}

/** Neither more than there was, nor less than the counters had. */
function differing(
  { namespace, name, cluster }: Watched,
  list: readonly Compared[],
): string[] {
  return list.flatMap(({ at, shown, right, lost }) => {
    const allowed = Math.max(right * TOLERANCE, CALLS_AT_EDGES);
    return shown <= right + allowed && shown >= right - lost - allowed
      ? []
      : `${namespace}/${name} in ${cluster} at ${at}: ${shown.toFixed(
          1,
        )}, not ${right.toFixed(1)}, of which ${lost.toFixed(1)} lost`;
  });
}

/** With traffic enough, what is lost at the edges of pods' lives is less than is allowed anyhow. */
function exactly(one: Compared): Compared {
  return { ...one, lost: 0 };
}

describe('all pods of a workload are killed, and another is scaled down', () => {
  const killed = [INVENTORY];
  let seen: Map<Watched, Compared[]>;

  beforeAll(async () => {
    const { cluster, namespace, name } = FRONTEND;
    await world.lab.command('scale', cluster, `${namespace}/${name}`, '1');
    for (const one of killed)
      await world.lab.command(
        ...(['kill-pods', one.cluster] as const),
        `${one.namespace}/${one.name}`,
      );
    seen = await watch([...killed, FRONTEND]);
  });

  it.each(killed)(
    '$name of $mesh: in every answer its rate is that of the ledger within 2 %, but for what no counter had when it was read',
    one => {
      const list = seen.get(one) ?? [];
      expect(differing(one, list)).toEqual([]);
      // So much may be lost of a service with little traffic, and no more.
      const [worst] = list
        .map(({ lost, right }) => lost / right)
        .sort((a, b) => b - a);
      expect(worst).toBeGreaterThan(0);
      expect(worst).toBeLessThan(MOST_LOST);
    },
  );

  it('scaled down: its rate is that of the ledger in every answer, within 2 %', () => {
    const list = seen.get(FRONTEND) ?? [];
    expect(differing(FRONTEND, list.map(exactly))).toEqual([]);
  });
});

describe('the workload is scaled up again', () => {
  it('its rate is that of the ledger in every answer, within 2 %', async () => {
    const { cluster, namespace, name } = FRONTEND;
    await world.lab.command('scale', cluster, `${namespace}/${name}`, '4');
    const list = (await watch([FRONTEND])).get(FRONTEND) ?? [];
    expect(differing(FRONTEND, list.map(exactly))).toEqual([]);
  });
});
