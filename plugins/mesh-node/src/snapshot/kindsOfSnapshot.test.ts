import { z } from 'zod';
import type { KindState, WatchedKind } from '../WatchedKind';
import { createSnapshot } from './createSnapshot';

const configMaps = (more: Partial<WatchedKind> = {}): WatchedKind => ({
  group: '',
  versions: ['v1'],
  plural: 'configmaps',
  kind: 'ConfigMap',
  schema: z.unknown(),
  ...more,
});

const holding = (...items: unknown[]): KindState => ({ status: 'live', items });

const snapshotOf = (kinds: [WatchedKind, KindState][]) =>
  createSnapshot({
    cluster: 'west',
    kubectlContext: 'west',
    kinds: new Map(kinds),
  });

describe('kinds of a snapshot', () => {
  it.each([
    ['of other labels', { only: { labelSelector: 'app=a' } }],
    ['of other fields', { only: { fieldSelector: 'metadata.name=a' } }],
    ['of one namespace', { only: { namespace: 'team-a' } }],
    ['of metadata only', { metadataOnly: true }],
    ['with another schema', { schema: z.string() }],
  ])('are told apart though they are called the same: one %s', (_, more) => {
    const all = configMaps();
    const some = configMaps(more);
    const snapshot = snapshotOf([
      [all, holding('all')],
      [some, holding('some')],
    ]);
    expect(snapshot.kind(all).items).toEqual(['all']);
    expect(snapshot.kind(some).items).toEqual(['some']);
  });

  it('are found by an equal kind, as that of another copy of this package', () => {
    const only = { labelSelector: 'app=a' };
    const snapshot = snapshotOf([
      [configMaps(), holding('all')],
      [configMaps({ only }), holding('some')],
    ]);
    expect(snapshot.kind(configMaps({ only: { ...only } })).items).toEqual([
      'some',
    ]);
  });

  it('are absent where nobody watches them', () => {
    const snapshot = snapshotOf([[configMaps(), holding('all')]]);
    expect(snapshot.kind(configMaps({ metadataOnly: true }))).toEqual({
      status: 'absent',
      items: [],
    });
  });
});
