import {
  readSpan,
  readZoom,
  shiftSpan,
  within,
  writeSpan,
  zoomBy,
} from './metricsSpan';

const search = (text: string) => new URLSearchParams(text);

describe('the time in the address', () => {
  it.each([
    ['', { window: '1h' }],
    ['window=6h', { window: '6h' }],
    ['window=2h', { window: '1h' }],
    ['at=yesterday', { window: '1h' }],
    [
      'at=2026-11-14T08:00:00%2B01:00',
      { window: '1h', at: '2026-11-14T07:00:00.000Z' },
    ],
  ])('reads %j', (text, expected) => {
    expect(readSpan(search(text))).toEqual(expected);
  });

  it.each([
    ['zoom=100-900', { from: 100, to: 900 }],
    ['zoom=900-100', undefined],
    ['zoom=100-120', undefined],
    ['zoom=all', undefined],
    ['', undefined],
  ])('reads %j', (text, expected) => {
    expect(readZoom(search(text))).toEqual(expected);
  });

  it('shows all of another span, and leaves what others wrote', () => {
    const written = writeSpan(search('tab=1&zoom=100-900'), {
      span: { window: '3h', at: '2026-11-14T08:00:00.000Z' },
    });
    expect(Object.fromEntries(written)).toEqual({
      tab: '1',
      window: '3h',
      at: '2026-11-14T08:00:00.000Z',
    });
  });
});

describe('going back and forth', () => {
  const now = Date.parse('2026-11-14T08:00:00Z');

  it('goes half a window back', () => {
    expect(shiftSpan({ window: '1h' }, -1, now)).toEqual({
      window: '1h',
      at: '2026-11-14T07:30:00.000Z',
    });
  });

  it('ends with now, which moves on', () => {
    const half = shiftSpan({ window: '1h' }, -1, now);
    expect(shiftSpan(half, 1, now)).toEqual({ window: '1h' });
  });
});

describe('zooming', () => {
  const all = { from: 0, to: 3600 };

  it('goes to the middle half, and back to all', () => {
    const half = zoomBy(all, 0.5, all);
    expect(half).toEqual({ from: 900, to: 2700 });
    expect(zoomBy(half ?? all, 2, all)).toBeUndefined();
  });

  it.each([
    ['stays inside', { from: -100, to: 600 }, { from: 0, to: 600 }],
    ['is none where it is all', { from: -1, to: 4000 }, undefined],
    ['is none beside what there is', { from: 5000, to: 6000 }, undefined],
    ['is none of a few points', { from: 10, to: 20 }, undefined],
  ])('%s', (_, zoom, expected) => {
    expect(within(zoom, all)).toEqual(expected);
  });
});
