import { mockServices } from '@backstage/backend-test-utils';
import { FakeClock } from '../io/FakeClock';
import { announceChanges, QUIET_MILLISECONDS } from './announceChanges';

function setUp(publish = jest.fn(async () => {})) {
  const clock = new FakeClock();
  const listeners = new Set<() => void>();
  const stop = new AbortController();
  const logger = mockServices.logger.mock();
  const running = announceChanges({
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signals: { publish },
    clock,
    logger,
    signal: stop.signal,
  });
  const change = () => listeners.forEach(listener => listener());
  return { clock, change, publish, stop, running, listeners, logger };
}

describe('announceChanges', () => {
  it('announces the first change at once, to everybody and without data', async () => {
    const { clock, change, publish } = setUp();
    change();
    await clock.settle();
    expect(publish.mock.calls).toEqual([
      [
        {
          recipients: { type: 'broadcast' },
          channel: 'mesh',
          message: { changed: 'models', version: 1 },
        },
      ],
    ]);
  });

  it('makes one signal of many changes', async () => {
    const { clock, change, publish } = setUp();
    for (let index = 0; index < 20; index++) {
      change();
      await clock.settle();
    }
    await clock.advance(10 * QUIET_MILLISECONDS);
    expect(publish).toHaveBeenCalledTimes(2);
    expect(publish).toHaveBeenLastCalledWith(
      expect.objectContaining({ message: { changed: 'models', version: 2 } }),
    );
  });

  it('goes on when a signal could not be sent', async () => {
    const publish = jest.fn(async () => {});
    publish.mockRejectedValueOnce(new Error('no bus'));
    const { clock, change, logger } = setUp(publish);
    change();
    await clock.advance(QUIET_MILLISECONDS);
    change();
    await clock.settle();
    expect(publish).toHaveBeenCalledTimes(2);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('ends with its signal', async () => {
    const { clock, change, publish, stop, running, listeners } = setUp();
    await clock.settle();
    stop.abort();
    await running;
    change();
    expect(listeners.size).toBe(0);
    expect(publish).not.toHaveBeenCalled();
  });
});
