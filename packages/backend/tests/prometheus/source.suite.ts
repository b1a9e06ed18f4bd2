import type { MetricsSource } from '../../../../plugins/mesh-backend/src/io/prometheus/MetricsSource';

/** Queries that every store can answer, whatever it holds. */
export const QUERIES = {
  infinite: 'label_replace(vector(1) / 0, "kind", "west", "", "")',
  nothing: 'vector(1) > 2',
  notANumber: 'vector(0) / 0',
  refused: 'sum(',
  steps: 'vector(2) * 3',
} as const;

const MINUTE = 60_000;

/** What whoever asks a store may rely on. It is asked for the two minutes up to `at`. */
export function describeMetricsSource(
  start: (at: number) => Promise<{
    readonly source: MetricsSource;
    stop(): Promise<void>;
  }>,
): void {
  let source: MetricsSource;
  let stop: () => Promise<void>;
  const { signal } = new AbortController();
  const at = Math.floor(Date.now() / MINUTE) * MINUTE;

  beforeAll(async () => {
    const started = await start(at);
    source = started.source;
    stop = () => started.stop();
  });

  afterAll(() => stop());

  it('tells the time of the store', async () => {
    const before = Date.now();
    const { samples, at: evaluatedAt } = await source.query(
      { query: 'time()' },
      signal,
    );
    expect(samples).toHaveLength(1);
    expect(samples[0].labels).toEqual({});
    expect(Math.abs(1000 * samples[0].value - before)).toBeLessThan(5000);
    expect(Math.abs(evaluatedAt - before)).toBeLessThan(5000);
  });

  it('evaluates at the time that is asked for', async () => {
    const answer = await source.query({ query: QUERIES.infinite, at }, signal);
    expect(answer).toMatchObject({
      at,
      samples: [{ labels: { kind: 'west' }, value: Infinity }],
      warnings: [],
      isPartial: false,
    });
    expect(answer.bytes).toBeGreaterThan(0);
  });

  it.each([
    ['no number', QUERIES.notANumber, [NaN]],
    ['nothing', QUERIES.nothing, []],
  ])('answers %s', async (_, query, values) => {
    const { samples } = await source.query({ query, at }, signal);
    expect(samples.map(({ value }) => value)).toEqual(values);
  });

  it('answers over time, in steps', async () => {
    const { series } = await source.queryRange(
      { query: QUERIES.steps, from: at - 2 * MINUTE, to: at, stepSeconds: 60 },
      signal,
    );
    expect(series).toHaveLength(1);
    expect(series[0].points).toEqual([
      [at / 1000 - 120, 6],
      [at / 1000 - 60, 6],
      [at / 1000, 6],
    ]);
  });

  it('rejects what is no query', async () => {
    await expect(
      source.query({ query: QUERIES.refused }, signal),
    ).rejects.toMatchObject({ name: 'MetricsSourceError', fault: 'rejected' });
  });

  it('does not ask for who does not wait any more', async () => {
    const reason = new Error('Nobody waits');
    await expect(
      source.query({ query: 'time()' }, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
}
