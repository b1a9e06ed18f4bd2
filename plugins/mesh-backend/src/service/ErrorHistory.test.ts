import { ErrorHistory } from './ErrorHistory';

const START = Date.parse('2026-11-14T08:00:00.000Z');
const HOUR = 3600;

function counts(seconds: number, failures: Record<string, number>) {
  return {
    state: 'ok',
    at: START + 1000 * seconds,
    requests: 10,
    failures,
    missing: [],
  } as const;
}

const at = (seconds: number) => START / 1000 + seconds;

describe('ErrorHistory', () => {
  it('takes no room for what never failed', () => {
    const history = new ErrorHistory(15, HOUR);
    history.put('cart', counts(0, { timeout: 0 }));
    expect([...history.reasons('cart')]).toEqual([]);
  });

  it('remembers each reason from its first error on, and that it is over', () => {
    const history = new ErrorHistory(15, HOUR);
    history.put('cart', counts(0, { timeout: 2 }));
    history.put('cart', counts(15, { denied: 1 }));
    expect([...history.reasons('cart')]).toEqual(['timeout', 'denied']);
    const seen = ['timeout', 'denied'].map(reason =>
      [0, 15].map(seconds => history.at('cart', reason, at(seconds))),
    );
    expect(seen).toEqual([
      [2, 0],
      [NaN, 1],
    ]);
  });

  it('forgets a reason an hour after its last error', () => {
    const history = new ErrorHistory(15, HOUR);
    history.put('cart', counts(0, { timeout: 2 }));
    history.put('cart', counts(HOUR, {}));
    expect([...history.reasons('cart')]).toEqual(['timeout']);
    history.put('cart', counts(HOUR + 15, {}));
    expect([...history.reasons('cart')]).toEqual([]);
  });

  it('has an end, however many reasons there are', () => {
    const history = new ErrorHistory(15, HOUR);
    const many = Array.from({ length: 40 }, (_, one) => [`reason-${one}`, 1]);
    history.put('cart', counts(0, Object.fromEntries(many)));
    expect([...history.reasons('cart')]).toHaveLength(20);
  });
});
