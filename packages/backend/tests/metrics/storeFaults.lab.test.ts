import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { metricsArgs } from '../harness/MetricsLab';
import { startWorld, type World } from '../harness/World';
import { StoreFaultProxy, type StoreTrouble } from './StoreFaultProxy';

/** What people are told while a metrics store is in trouble, and what they keep. */
jest.setTimeout(240_000);

const REFRESH_SECONDS = 5;
/** Of one refresh after the other, with the deadline of a query between them. */
const TOLD_MILLISECONDS = 60_000;
const FIRST_MILLISECONDS = 150_000;
/** Whatever a store does, pages are from memory. */
const ANSWER_MILLISECONDS = 1_500;
const SKEW_SECONDS = 120;

const TROUBLED = 'main';
/** Its numbers are in the store that is in trouble. */
const SERVICE = {
  set: 'production',
  namespace: 'payments',
  name: 'fraud-scoring',
};
/** Those of this one are in another. */
const OTHER = { set: 'production', namespace: 'pricing', name: 'price-engine' };

let world: World;
let proxy: StoreFaultProxy;

beforeAll(async () => {
  const labArgs = await metricsArgs('10m');
  world = await startWorld({
    name: 'storeFaults',
    labArgs,
    beforePortal: async lab => {
      const file = join(lab.directory, 'app-config.yaml');
      const { mesh } = parse(readFileSync(file, 'utf8')) as {
        mesh: { metrics: { stores: Record<string, { url: string }> } };
      };
      proxy = await StoreFaultProxy.start(mesh.metrics.stores[TROUBLED].url);
    },
    config: () => ({
      mesh: {
        metrics: {
          refresh: { seconds: REFRESH_SECONDS },
          stores: { [TROUBLED]: { url: proxy.url } },
        },
      },
    }),
  });
  await isWell(FIRST_MILLISECONDS);
});

afterAll(async () => {
  await proxy?.stop();
  await world?.stop();
});

const portal = () => world.portal.as('platform');

async function service(params: typeof SERVICE) {
  return (await portal().client.getService({ params })).service;
}

async function notes() {
  const answer = await portal().client.getServiceMetrics({
    params: SERVICE,
    query: { window: '15m' },
  });
  return answer.notes;
}

function until<T>(
  what: string,
  condition: () => Promise<T | undefined | false>,
  timeoutMilliseconds = TOLD_MILLISECONDS,
): Promise<T> {
  return world.eventually(what, condition, {
    timeoutMilliseconds,
    intervalMilliseconds: 500,
  });
}

function isWell(timeoutMilliseconds?: number) {
  return until(
    'numbers without any trouble',
    async () => {
      const { golden } = await service(SERVICE);
      const isOk = golden.state === 'ok' && golden.reason === undefined;
      return isOk && (golden.requestRate ?? 0) > 0 && golden;
    },
    timeoutMilliseconds,
  );
}

async function inTrouble(trouble: StoreTrouble) {
  proxy.trouble = { kind: 'none' };
  const before = await isWell();
  proxy.trouble = trouble;
  return before;
}

afterEach(() => {
  if (proxy) proxy.trouble = { kind: 'none' };
});

const TOO_MANY = {
  status: 'error',
  errorType: 'execution',
  error: 'query processing would load too many samples into memory',
};

describe('a store that gives nothing', () => {
  it.each<[string, StoreTrouble, string, RegExp]>([
    [
      'cannot be reached',
      { kind: 'down' },
      'store.unreachable',
      /cannot be reached.*keeps trying/,
    ],
    [
      'does not accept the credentials (401)',
      { kind: 'status', status: 401 },
      'store.credentials',
      /credentials.*Renew bearerToken/,
    ],
    [
      'refuses to answer that much (422)',
      { kind: 'status', status: 422, body: TOO_MANY },
      'store.too-much',
      /that much at once/,
    ],
    [
      'takes 30 seconds',
      { kind: 'slow', milliseconds: 30_000 },
      'store.deadline',
      /did not answer in time/,
    ],
    [
      'answers garbage',
      { kind: 'garbage' },
      'store.garbled',
      /does not speak the HTTP API of Prometheus.*url/,
    ],
  ])(
    '%s: the last numbers stay, with their time and the reason, and others are as they were',
    async (_title, trouble, id, sentence) => {
      await inTrouble(trouble);
      const { golden, health } = await until(`the sentence ${id}`, async () => {
        const found = await service(SERVICE);
        return found.golden.reason?.id === id && found;
      });
      expect(golden.state).toBe('stale');
      expect(golden.reason?.message).toMatch(sentence);
      expect(golden.reason?.params).toMatchObject({ store: TROUBLED });
      expect(golden.requestRate).toBeGreaterThan(0);
      expect(golden.successRatio).toBeDefined();
      expect(Date.parse(golden.at ?? '')).toBeLessThan(Date.now());
      expect(health).toBe('healthy');

      const started = performance.now();
      const other = await service(OTHER);
      expect(performance.now() - started).toBeLessThan(ANSWER_MILLISECONDS);
      expect(other.golden.state).toBe('ok');

      proxy.trouble = { kind: 'none' };
      await isWell();
    },
  );
});

describe('a store whose answers are not what they should be', () => {
  it('says nothing of any series: there is no data, which is neither success nor silence', async () => {
    await inTrouble({ kind: 'empty' });
    const { golden } = await until('no data', async () => {
      const found = await service(SERVICE);
      return found.golden.state !== 'ok' && found;
    });
    expect(golden.state).toBe('no-data');
    expect(golden.successRatio).toBeUndefined();
    expect(golden.reason?.message).toContain(TROUBLED);
    // A change of health has to hold for two refreshes.
    await until('its health to be unknown', async () => {
      const { health } = await service(SERVICE);
      return health === 'unknown';
    });
  });

  it.each<[string, Extract<StoreTrouble, { kind: 'changed' }>['change']]>([
    ['NaN and infinities', body => everyThird(body, ['NaN', '+Inf', '-Inf'])],
    ['no labels', withoutLabels],
  ])('%s are counted, said, and in no number', async (_title, change) => {
    await inTrouble({ kind: 'changed', change });
    const note = await until('the note', async () =>
      (await notes()).find(({ id }) => id.startsWith('store-note.skipped')),
    );
    expect(note.message).toMatch(/left out/);
    const { golden } = await service(SERVICE);
    for (const value of Object.values({
      requestRate: golden.requestRate ?? 0,
      successRatio: golden.successRatio ?? 0,
      ...golden.latencyMs,
    })) {
      expect(Number.isFinite(value)).toBe(true);
    }
  });

  it('two minutes ahead: its numbers are taken at its own time, and the clocks are said to differ', async () => {
    await inTrouble({ kind: 'skewed', seconds: SKEW_SECONDS });
    const note = await until('the note', async () =>
      (await notes()).find(({ id }) => id === 'store-note.clock'),
    );
    expect(note.params.store).toBe(TROUBLED);
    expect(Math.abs(Number(note.params.seconds) - SKEW_SECONDS)).toBeLessThan(
      5,
    );
    const { golden } = await service(SERVICE);
    expect(golden.state).toBe('ok');
    expect(golden.requestRate).toBeGreaterThan(0);
  });
});

type Body = Parameters<Extract<StoreTrouble, { kind: 'changed' }>['change']>[0];

/** Samples in vectors; what is no vector stays as it is. */
function changed(
  body: Body,
  change: (
    sample: Body['data']['result'][number],
    index: number,
  ) => Body['data']['result'][number],
): Body {
  const { resultType, result } = body.data;
  if (resultType !== 'vector') return body;
  return { ...body, data: { resultType, result: result.map(change) } };
}

function everyThird(body: Body, values: readonly string[]): Body {
  return changed(body, (sample, index) => {
    const value = values[index % (3 * values.length)];
    return value === undefined
      ? sample
      : { ...sample, value: [sample.value[0], value] };
  });
}

function withoutLabels(body: Body): Body {
  return changed(body, (sample, index) =>
    index % 3 === 0 ? { ...sample, metric: {} } : sample,
  );
}
