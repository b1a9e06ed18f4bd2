import type { Dependencies, ServiceView } from '@meshport/plugin-mesh-common';
import { MetricsLab, metricsArgs } from '../harness/MetricsLab';
import { startWorld, type World } from '../harness/World';
import { ledgerRows, podEnd, sumOf, type LedgerRow } from './Ledger';

/** What people see of a service that fails, and where they are told to look. */
jest.setTimeout(420_000);

/**
 * Shorter than by default, so that nobody waits five minutes for numbers to forget; that five minutes are the default
 * is held by tests of the configuration.
 */
const WINDOW_SECONDS = 60;
const REFRESH_SECONDS = 5;
/** Of a window that is a fifth as long as by default. */
const MIN_REQUESTS = 12;
/** From the first failing call to the page. */
const SEEN_MILLISECONDS = 60_000;
/** What has failed must have left the window; it would be six minutes with one of five. */
const HEALED_MILLISECONDS = 1000 * (WINDOW_SECONDS + 60);
const FIRST_MILLISECONDS = 120_000;
const SHARE_TOLERANCE = 0.05;

let world: World;
let metrics: MetricsLab;

beforeAll(async () => {
  const labArgs = await metricsArgs('10m');
  world = await startWorld({
    name: 'metricFaults',
    labArgs,
    config: () => ({
      mesh: {
        metrics: {
          window: { seconds: WINDOW_SECONDS },
          refresh: { seconds: REFRESH_SECONDS },
        },
        // In a minute the slowest of a hundred may be any.
        objectives: { minRequests: MIN_REQUESTS, p99: { milliseconds: 2_000 } },
      },
    }),
  });
  metrics = new MetricsLab(world.lab);
  await metrics.ready();
  await until('all is well', FIRST_MILLISECONDS, async () => {
    const { health } = await instance(CHECKOUT, 'aws-eks');
    return health === 'healthy' || health === 'degraded';
  });
});

afterAll(() => world?.stop());

const portal = () => world.portal.as('platform');

const CHECKOUT = {
  set: 'production',
  namespace: 'payments',
  name: 'checkout-api',
};
const POLLS = { set: 'staging', namespace: 'polls', name: 'polls' };

function until<T>(
  what: string,
  timeoutMilliseconds: number,
  condition: () => Promise<T | undefined | false>,
): Promise<T> {
  return world.eventually(what, condition, {
    timeoutMilliseconds,
    intervalMilliseconds: 1_000,
  });
}

async function service(params: typeof CHECKOUT): Promise<ServiceView> {
  return (await portal().client.getService({ params })).service;
}

async function instance(params: typeof CHECKOUT, cluster: string) {
  const { instances } = await service(params);
  const found = instances.find(one => one.cluster === cluster);
  if (!found) throw new Error(`${params.name} is not in ${cluster}`);
  return found;
}

function dependencies(params: typeof CHECKOUT): Promise<Dependencies> {
  return portal().client.getServiceDependencies({ params });
}

const isFrom = (cluster: string, workload: string) => (row: LedgerRow) => {
  const end = podEnd(row.from);
  return end?.cluster === cluster && Boolean(end.workload.startsWith(workload));
};

function failed(rows: readonly LedgerRow[]): number {
  return sumOf(rows, row => row.failures);
}

/** A burst fails seven of ten requests; what fails now and then by itself does not come near. */
const BURST_RATIO = 0.6;

/** Services of a set of which as many requests fail as in a burst. */
async function inBurst(set: string): Promise<string[]> {
  const all = await portal().services();
  return all
    .filter(
      ({ golden, ...one }) =>
        one.set === set && (golden.successRatio ?? 1) < BURST_RATIO,
    )
    .map(({ namespace, name }) => `${namespace}/${name}`)
    .sort();
}

describe('a service of another cluster begins to fail', () => {
  let burstAt: number;

  beforeAll(async () => {
    burstAt = Date.now();
    await world.lab.command('burst', 'gcp-gke', 'orders/inventory-service');
  });

  it('within a minute its caller is failing', async () => {
    const caller = await until(
      'checkout-api to be failing',
      SEEN_MILLISECONDS,
      async () => {
        const found = await instance(CHECKOUT, 'aws-eks');
        return found.health === 'failing' && found;
      },
    );
    expect(caller.golden.successRatio).toBeLessThan(0.99);
    expect(caller.golden.errorsBy?.[0].reason).toBe('server-error');
  });

  it('"is it me?" names who fails, where and how', async () => {
    const { text, reason } = await until(
      'a verdict about inventory-service',
      SEEN_MILLISECONDS,
      async () => {
        const { verdicts } = await dependencies(CHECKOUT);
        return verdicts.find(({ place }) => place === 'theirs');
      },
    );
    expect(text.message).toContain('inventory-service');
    expect(text.message).toContain('gcp-gke');
    expect(reason).toBe('server-error');
  });

  it('and how much of the errors that is, within 5 points', async () => {
    const { at, verdicts } = await until(
      'a window that is full of it',
      SEEN_MILLISECONDS + 1000 * WINDOW_SECONDS,
      async () => {
        const answer = await dependencies(CHECKOUT);
        const from = Date.parse(answer.at ?? '') - 1000 * WINDOW_SECONDS;
        return from >= burstAt && answer;
      },
    );
    const to = Date.parse(at ?? '');
    const from = to - 1000 * WINDOW_SECONDS;
    const rows = await ledgerRows(metrics, { from, to });
    const outgoing = rows.filter(isFrom('aws-eks', CHECKOUT.name));
    const failedTo = (name: string) =>
      failed(outgoing.filter(row => row.service?.name === name));
    const direct = failedTo('inventory-service');
    expect(direct).toBeGreaterThan(20);
    // What order-processor fails it fails for want of inventory-service: a sentence may count that, too.
    const through = failedTo('order-processor');
    const [{ place, share = NaN, text }] = verdicts;
    expect(place).toBe('theirs');
    const least = direct / failed(outgoing) - SHARE_TOLERANCE;
    const most = (direct + through) / failed(outgoing) + SHARE_TOLERANCE;
    expect(share).toBeGreaterThanOrEqual(least);
    expect(share).toBeLessThanOrEqual(most);
    const percent = Math.round(share * 100);
    expect(text.message).toContain(`${percent} %`);
  });

  it('is healthy again when it is healed', async () => {
    await world.lab.command('heal');
    const { golden } = await until(
      'checkout-api to be well',
      HEALED_MILLISECONDS,
      async () => {
        const { verdicts } = await dependencies(CHECKOUT);
        const found = await instance(CHECKOUT, 'aws-eks');
        const isWell =
          found.health === 'healthy' && verdicts[0]?.place === 'fine';
        return isWell && found;
      },
    );
    expect(golden.successRatio).toBeGreaterThan(0.99);
  });
});

describe('a service of the staging set fails', () => {
  let before: string[];

  beforeAll(async () => {
    before = await inBurst('production');
    await world.lab.command('burst', 'apps-staging', 'polls/polls');
  });

  afterAll(() => world.lab.command('heal'));

  it('fails there, and nothing in production does that did not before', async () => {
    await until('polls to fail', SEEN_MILLISECONDS, async () => {
      const failing = await inBurst('staging');
      return failing.includes('polls/polls');
    });
    await until('its health to say so', SEEN_MILLISECONDS, async () => {
      const { health } = await service(POLLS);
      return health === 'failing';
    });
    const { health } = await service(CHECKOUT);
    expect(health).toBe('healthy');
    const after = await inBurst('production');
    expect(after.filter(name => !before.includes(name))).toEqual([]);
  });
});

describe('the way between two clusters is cut', () => {
  beforeAll(() => world.lab.command('cut-link', 'aws-eks', 'gcp-gke'));

  afterAll(() => world.lab.command('heal'));

  it('calls over it fail because the other side cannot be reached', async () => {
    const edge = await until(
      'calls to inventory-service to fail',
      SEEN_MILLISECONDS,
      async () => {
        const { edges, nodes } = await dependencies(CHECKOUT);
        const ids = nodes
          .filter(({ name }) => name === 'inventory-service')
          .map(({ id }) => id);
        return edges.find(
          ({ to, golden }) =>
            ids.includes(to) &&
            golden.errorsBy?.[0]?.reason === 'upstream-unreachable',
        );
      },
    );
    expect(edge.golden.successRatio).toBeLessThan(0.99);
    const { health } = await until(
      'checkout-api to be failing',
      SEEN_MILLISECONDS,
      async () => {
        const found = await instance(CHECKOUT, 'aws-eks');
        return found.health === 'failing' && found;
      },
    );
    expect(health).toBe('failing');
  });
});

describe('a caller is refused by a policy', () => {
  beforeAll(async () => {
    await world.lab.command(
      'deny',
      'aws-eks/payments/checkout-api',
      'aws-eks/payments/fraud-scoring',
    );
  });

  afterAll(() => world.lab.command('heal'));

  it('its calls are said to be denied', async () => {
    const denied = await until(
      'calls to fraud-scoring to be denied',
      SEEN_MILLISECONDS,
      async () => {
        const { edges, nodes } = await dependencies(CHECKOUT);
        const ids = nodes
          .filter(({ name }) => name === 'fraud-scoring')
          .map(({ id }) => id);
        return edges.find(
          ({ to, golden }) =>
            ids.includes(to) && golden.errorsBy?.[0]?.reason === 'denied',
        );
      },
    );
    expect(denied.golden.successRatio).toBeLessThan(0.99);
  });
});
