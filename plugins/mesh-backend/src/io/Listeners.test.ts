import { Listeners } from './Listeners';

describe('Listeners', () => {
  it('are told what there is to tell, until they end it', () => {
    const listeners = new Listeners<[name: string, count: number]>();
    const told: unknown[] = [];
    const end = listeners.subscribe((...news) => told.push(news));
    listeners.notify('a', 1);
    end();
    end();
    listeners.notify('b', 2);
    expect(told).toEqual([['a', 1]]);
  });

  it('are told once per subscription, each ending for itself', () => {
    const listeners = new Listeners();
    let told = 0;
    const listener = () => {
      told += 1;
    };
    const end = listeners.subscribe(listener);
    listeners.subscribe(listener);
    listeners.notify();
    expect(told).toBe(2);
    end();
    listeners.notify();
    expect(told).toBe(3);
  });

  it('may come and go while others are told', () => {
    const listeners = new Listeners();
    const told: string[] = [];
    const end = listeners.subscribe(() => {
      told.push('first');
      end();
      listeners.subscribe(() => told.push('late'));
    });
    listeners.notify();
    expect(told).toEqual(['first']);
    listeners.notify();
    expect(told).toEqual(['first', 'late']);
  });
});
