import { aNamespace, aPod } from '@meshport/plugin-mesh-node/testing';
import { namespaceKind, podKind } from '@meshport/plugin-mesh-node';
import { injectionSince, setSince } from './times';

const FIELD = 'metadata.labels.istio-injection';
const CREATED = '2026-01-01T00:00:00Z';
const MARCH = '2026-03-01T00:00:00Z';
const APRIL = '2026-04-01T00:00:00Z';

type Writers = NonNullable<Parameters<typeof aNamespace>[0]>['writers'];

describe('since when a label is there', () => {
  it.each<[string, Writers, string | undefined]>([
    ['who set it is not known', [], undefined],
    [
      'somebody else wrote',
      [{ field: 'metadata.labels.team', time: MARCH }],
      undefined,
    ],
    ['a writer owns it alone', [{ field: FIELD, time: MARCH }], MARCH],
    [
      'a writer owns more, and has changed something since',
      [{ field: FIELD, time: MARCH, exclusive: false }],
      undefined,
    ],
    [
      'a writer owns more, and has changed nothing since the creation',
      [{ field: FIELD, time: CREATED, exclusive: false }],
      CREATED,
    ],
    [
      'a writer owns more, and created it within the second',
      [{ field: FIELD, time: '2026-01-01T00:00:01Z', exclusive: false }],
      '2026-01-01T00:00:01Z',
    ],
    [
      'two own it alone',
      [
        { field: FIELD, time: APRIL },
        { field: FIELD, time: MARCH },
      ],
      MARCH,
    ],
    [
      'one of two may have set it earlier',
      [
        { field: FIELD, time: MARCH },
        { field: FIELD, time: APRIL, exclusive: false },
      ],
      undefined,
    ],
    ['the time is no time', [{ field: FIELD, time: 'yesterday' }], undefined],
  ])('where %s', (_, writers, expected) => {
    const { metadata } = namespaceKind.schema.parse(
      aNamespace({ createdAt: CREATED, writers }),
    );
    expect(setSince(metadata, FIELD)).toBe(expected);
  });
});

describe('since when pods could be injected', () => {
  const pods = [podKind.schema.parse(aPod({ startedAt: MARCH }))];

  it.each<[string, Parameters<typeof injectionSince>[1], string | undefined]>([
    ['nothing is known', {}, undefined],
    ['somebody asks', { asked: APRIL }, APRIL],
    ['the injector came later', { asked: MARCH, injector: APRIL }, APRIL],
    ['the injector was there', { asked: APRIL, injector: MARCH }, APRIL],
    ['the pods are older than the injector', { injector: APRIL }, APRIL],
    ['the pods are younger', { injector: CREATED }, undefined],
  ])('%s', (_, times, expected) => {
    expect(injectionSince(pods, times)).toBe(expected);
  });
});
