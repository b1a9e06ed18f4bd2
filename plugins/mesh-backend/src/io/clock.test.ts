import { systemClock } from './clock';

describe('systemClock', () => {
  it('tells the time and sleeps', async () => {
    const before = systemClock.now();
    await systemClock.sleep(5, new AbortController().signal);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(4);
  });

  it.each(['before', 'during'])(
    'rejects with the reason of a signal that aborts %s',
    async when => {
      const end = new AbortController();
      if (when === 'before') end.abort(new Error('enough'));
      const slept = systemClock.sleep(60_000, end.signal);
      end.abort(new Error('enough'));
      await expect(slept).rejects.toThrow('enough');
    },
  );
});
