import { FakeClock } from '../FakeClock';
import { ClusterGate } from './ClusterGate';
import type { ClusterReachability } from './ClusterSource';
import { Heartbeat } from './Heartbeat';
import { KubernetesApi } from './KubernetesApi';
import { UnreachableError } from './requestErrors';
import { DEFAULT_TIMING } from './timing';
import {
  A_VERSION,
  aStatus,
  FakeTransport,
  type Answer,
} from './testing/FakeTransport';

const throws = (error: Error) => (): Answer => {
  throw error;
};

async function started(answer: () => Answer = () => A_VERSION) {
  const clock = new FakeClock();
  const transport = new FakeTransport(answer);
  const gate = new ClusterGate();
  const api = new KubernetesApi({ cluster: 'one', transport, clock });
  const seen: ClusterReachability[] = [];
  const heartbeat = new Heartbeat({
    api,
    clock,
    random: () => 0,
    timing: DEFAULT_TIMING,
    gate,
    onChange: next => seen.push(next),
  });
  const end = new AbortController();
  const done = heartbeat.run(end.signal);
  await clock.settle();
  return {
    clock,
    transport,
    gate,
    heartbeat,
    seen,
    status: () => heartbeat.state().status,
    reason: () => heartbeat.state().reason?.id,
    stop: async () => {
      end.abort();
      await done;
    },
  };
}

/** Milliseconds of `clock` until `condition` holds. */
async function timeUntil(clock: FakeClock, condition: () => boolean) {
  const from = clock.now();
  while (!condition() && clock.now() - from < 60_000) await clock.advance(100);
  return clock.now() - from;
}

describe('Heartbeat', () => {
  it('is syncing until the first answer, then live with the version', async () => {
    const { status, heartbeat, gate, stop, seen } = await started();
    expect(seen).toEqual([{ status: 'live', kubernetesVersion: 'v1.36.3' }]);
    expect(status()).toBe('live');
    expect(heartbeat.state().observedAt).toBeUndefined();
    expect(gate.closure()).toBeUndefined();
    await stop();
  });

  it.each([
    ['is behind', -90_000],
    ['is right', 0],
    ['is ahead', 3_600_000],
  ])('tells by how much the clock of a server %s', async (_, skew) => {
    const { clock, transport, heartbeat, stop } = await started();
    expect(heartbeat.clockSkew()).toBeUndefined();
    await clock.advance(5_000);
    const cut = (time: number) => Math.floor(time / 1000) * 1000;
    transport.answer = () => {
      transport.date = cut(clock.now() + skew);
      return A_VERSION;
    };
    await clock.advance(1_000);
    expect(Math.abs((heartbeat.clockSkew() ?? NaN) - skew)).toBeLessThanOrEqual(
      500,
    );
    await stop();
  });

  it('asks every 6 s', async () => {
    const { clock, transport, stop } = await started();
    await clock.advance(60_000);
    expect(transport.requests).toHaveLength(11);
    await stop();
  });

  it.each([
    { how: 'hangs', answer: (): Answer => 'hang', most: 16_000 },
    {
      how: 'refuses connections',
      answer: throws(new UnreachableError('refused', 'ECONNREFUSED')),
      most: 12_000,
    },
    { how: 'answers 500', answer: () => aStatus(500), most: 12_000 },
    {
      how: 'answers garbage',
      answer: (): Answer => ({ text: '}{' }),
      most: 12_000,
    },
  ])(
    'notices a server that $how within $most ms, whenever that begins',
    async ({ answer, most }) => {
      for (let begins = 0; begins <= 6_000; begins += 500) {
        const { clock, transport, status, stop, gate } = await started();
        await clock.advance(begins);
        transport.answer = answer;
        const time = await timeUntil(clock, () => status() === 'unreachable');
        expect(time).toBeLessThanOrEqual(most);
        expect(gate.closure()).toBeDefined();
        await stop();
      }
    },
  );

  it.each([
    ['hang', 'source.hung'],
    [aStatus(503), 'source.failing'],
    [{ text: '<html>' }, 'source.garbage'],
    [{ json: { a: 1 } }, 'source.garbage'],
  ] as [Answer, string][])('says why: %j is %s', async (answer, id) => {
    const { clock, transport, reason, heartbeat, stop } = await started();
    const observedAt = new Date(clock.now()).toISOString();
    transport.answer = () => answer;
    await clock.advance(20_000);
    expect(reason()).toBe(id);
    expect(heartbeat.state()).toMatchObject({
      observedAt,
      kubernetesVersion: 'v1.36.3',
    });
    await stop();
  });

  it('forgives one miss, but has connections made anew', async () => {
    const { clock, transport, gate, status, stop } = await started();
    const passage = await gate.pass(new AbortController().signal);
    const connection = passage.connection();
    transport.answer = () => 'hang';
    await clock.advance(10_500);
    transport.answer = () => A_VERSION;
    expect(connection.aborted).toBe(false);
    await clock.advance(2_000);
    expect(status()).toBe('live');
    expect(connection.aborted).toBe(true);
    expect(passage.connection().aborted).toBe(false);
    expect(passage.closed.aborted).toBe(false);
    expect(gate.closure()).toBeUndefined();
    await stop();
  });

  it('takes a refused token as such at once, and never as a cluster that is away', async () => {
    const { clock, transport, status, reason, gate, stop } = await started();
    transport.answer = () => aStatus(401);
    await clock.advance(6_000);
    expect(status()).toBe('forbidden');
    expect(reason()).toBe('source.token-refused');
    expect(gate.closure()?.reason?.id).toBe('source.token-refused');
    await clock.advance(120_000);
    expect(status()).toBe('forbidden');
    transport.answer = () => A_VERSION;
    await clock.advance(15_000);
    expect(status()).toBe('live');
    await stop();
  });

  it('takes a cluster that does not tell its version for one that answers', async () => {
    const { status, heartbeat, stop } = await started(() => aStatus(403));
    expect(status()).toBe('live');
    expect(heartbeat.state().kubernetesVersion).toBeUndefined();
    await stop();
  });

  it('probes a cluster that is away more and more rarely, but sees it within 15 s', async () => {
    const { clock, transport, status, stop } = await started();
    transport.answer = throws(new UnreachableError('refused', 'ECONNREFUSED'));
    await clock.advance(12_000);
    expect(status()).toBe('unreachable');
    const before = transport.requests.length;
    await clock.advance(600_000);
    expect(transport.requests.length - before).toBeLessThanOrEqual(45);
    transport.answer = () => A_VERSION;
    expect(
      await timeUntil(clock, () => status() === 'live'),
    ).toBeLessThanOrEqual(15_100);
    await stop();
  });

  it('follows a suspicion at once, but not every one of many', async () => {
    const { clock, transport, heartbeat, status, stop } = await started();
    await clock.advance(2_000);
    transport.answer = () => aStatus(401);
    for (let kind = 0; kind < 20; kind++) heartbeat.suspect();
    await clock.settle();
    for (let kind = 0; kind < 20; kind++) heartbeat.suspect();
    await clock.settle();
    expect(status()).toBe('forbidden');
    expect(transport.requests).toHaveLength(2);
    await stop();
  });

  it('stops in the middle of a request', async () => {
    const { transport, stop } = await started(() => 'hang');
    expect(transport.open).toBe(1);
    await stop();
    expect(transport.open).toBe(0);
  });
});
