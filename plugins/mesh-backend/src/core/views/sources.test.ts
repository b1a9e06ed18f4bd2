import { text, type Source } from '@meshport/plugin-mesh-common';
import { aCluster, aModel } from '../../testing/modelBuilders';
import type { ClusterView } from './ClusterView';
import { clusterStatus, MAX_SOURCES, sourcesOf } from './sources';

const SINCE = '2026-01-01T00:00:00Z';

function aPart(fields: Partial<Source> = {}): Source {
  return { cluster: 'west', part: 'pods', status: 'stale', ...fields };
}

function withParts(parts: Source[], fields: Partial<ClusterView> = {}) {
  return aCluster({ model: aModel({ parts }), ...fields });
}

describe('status of a cluster', () => {
  it.each<[string, ClusterView, string]>([
    ['live when all is live', aCluster(), 'live'],
    [
      'syncing before its first model',
      aCluster({ model: undefined }),
      'syncing',
    ],
    ['stale when a part is', withParts([aPart()]), 'stale'],
    [
      'that of its worst part',
      withParts([aPart(), aPart({ part: 'nodes', status: 'forbidden' })]),
      'forbidden',
    ],
    [
      'live when all that is missing is not served',
      withParts([aPart({ status: 'absent' })]),
      'live',
    ],
    [
      'unreachable, whatever its parts are',
      withParts([aPart({ status: 'forbidden' })], {
        reachability: { status: 'unreachable' },
      }),
      'unreachable',
    ],
    [
      'unsupported without anything read',
      aCluster({ model: undefined, reachability: { status: 'unsupported' } }),
      'unsupported',
    ],
  ])('is %s', (_, cluster, status) => {
    expect(clusterStatus(cluster)).toBe(status);
  });
});

describe('sourcesOf', () => {
  it('says nothing but "live" of a live cluster', () => {
    expect(sourcesOf([aCluster()])).toEqual([
      { cluster: 'west', part: 'objects', status: 'live' },
    ]);
  });

  it('gives the reason of the worst part to the cluster, and a row to each part', () => {
    const reason = text('source.forbidden');
    const forbidden = aPart({ part: 'nodes', status: 'forbidden', reason });
    expect(
      sourcesOf([withParts([aPart({ observedAt: SINCE }), forbidden])]),
    ).toEqual([
      { cluster: 'west', part: 'objects', status: 'forbidden', reason },
      { cluster: 'west', part: 'nodes', status: 'forbidden', reason },
      { cluster: 'west', part: 'pods', status: 'stale', observedAt: SINCE },
    ]);
  });

  it('gives one row to kinds that share a part name, the worst', () => {
    const status = 'forbidden';
    const parts = [aPart({ observedAt: SINCE }), aPart({ status })];
    expect(sourcesOf([withParts(parts)])).toEqual([
      { cluster: 'west', part: 'objects', status },
      { cluster: 'west', part: 'pods', status },
    ]);
  });

  it('does not repeat for each part that a cluster cannot be reached', () => {
    const reachability = { status: 'unreachable', observedAt: SINCE } as const;
    const cluster = withParts(
      [aPart(), aPart({ part: 'nodes', status: 'forbidden' })],
      { reachability },
    );
    expect(
      sourcesOf([cluster]).map(({ part, status }) => [part, status]),
    ).toEqual([
      ['objects', 'unreachable'],
      ['nodes', 'forbidden'],
    ]);
  });

  it('keeps what is wrong when there is too much to say', () => {
    const clusters = Array.from({ length: 120 }, (_, index) =>
      aCluster({
        name: `c${index}`,
        reachability: { status: index < 110 ? 'live' : 'unreachable' },
      }),
    );
    const rows = sourcesOf(clusters);
    expect(rows).toHaveLength(MAX_SOURCES);
    expect(rows.filter(({ status }) => status === 'unreachable')).toHaveLength(
      10,
    );
  });
});
