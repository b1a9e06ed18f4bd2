import type { Health } from '@meshport/plugin-mesh-common';
import { HealthKeeper } from './HealthKeeper';

function told(...seen: readonly Health[]): (string | undefined)[] {
  const keeper = new HealthKeeper(0);
  return seen.map((health, now) => {
    keeper.look('cart', { answers: [{}], now, assess: () => health });
    keeper.endRound();
    return keeper.get('cart');
  });
}

describe('health that is told', () => {
  it.each<[string, Health[], Health[]]>([
    ['is what is seen first', ['failing'], ['failing']],
    [
      'is what is known first',
      ['unknown', 'failing', 'unknown', 'healthy'],
      ['unknown', 'failing', 'failing', 'failing'],
    ],
    [
      'changes with the second refresh',
      ['healthy', 'failing', 'failing'],
      ['healthy', 'healthy', 'failing'],
    ],
    [
      'does not follow one odd window',
      ['healthy', 'failing', 'healthy', 'failing', 'healthy'],
      ['healthy', 'healthy', 'healthy', 'healthy', 'healthy'],
    ],
    [
      'does not change to what has not held itself',
      ['healthy', 'degraded', 'failing', 'failing'],
      ['healthy', 'healthy', 'healthy', 'failing'],
    ],
    [
      'gets well as slowly',
      ['failing', 'healthy', 'healthy'],
      ['failing', 'failing', 'healthy'],
    ],
  ])('%s', (_, seen, expected) => {
    expect(told(...seen)).toEqual(expected);
  });

  const assess = (health: Health) => ({ assess: () => health });

  it('becomes known at once, however soon that comes after nothing was', () => {
    const keeper = new HealthKeeper(10_000);
    const look = (health: Health, now: number) =>
      keeper.look('cart', { answers: [{}], now, ...assess(health) });
    look('unknown', 0);
    expect(look('healthy', 3_000)).toBe(true);
    expect(keeper.get('cart')).toBe('healthy');
    expect(look('failing', 6_000)).toBe(false);
  });

  it('does not count the same numbers twice', () => {
    const keeper = new HealthKeeper(0);
    const look = (health: Health, answer: object) =>
      keeper.look('cart', { answers: [answer], now: 0, ...assess(health) });
    const numbers = {};
    expect(look('healthy', {})).toBe(true);
    expect(look('failing', numbers)).toBe(true);
    expect(look('failing', numbers)).toBe(false);
    expect(keeper.get('cart')).toBe('healthy');
  });

  it('takes two stores that answer one after the other for one refresh', () => {
    const keeper = new HealthKeeper(10_000);
    const [west, east] = [{}, {}];
    const look = (health: Health, now: number, ...answers: object[]) =>
      keeper.look('cart', { answers, now, ...assess(health) });
    look('healthy', 0, west, east);
    look('failing', 15_000, {}, east);
    look('failing', 16_000, {}, {});
    expect(keeper.get('cart')).toBe('healthy');
    look('failing', 30_000, {}, east);
    expect(keeper.get('cart')).toBe('failing');
  });

  it('knows since when', () => {
    const keeper = new HealthKeeper(0);
    const look = (health: Health, now: number) =>
      keeper.look('cart', { answers: [{}], now, ...assess(health) });
    look('healthy', 1000);
    look('failing', 2000);
    look('failing', 3000);
    look('failing', 4000);
    expect(keeper.since('cart')).toBe('1970-01-01T00:00:03.000Z');
  });

  it('is forgotten of what is not there any more', () => {
    const keeper = new HealthKeeper(0);
    keeper.look('cart', { answers: [{}], now: 0, ...assess('healthy') });
    keeper.endRound();
    keeper.endRound();
    expect(keeper.get('cart')).toBeUndefined();
  });
});
