import type { Membership, Posture } from '@meshport/plugin-mesh-common';
import {
  aMembership,
  anEntityAnswer,
  anInstance,
  aPosture,
  aService,
} from '../testing/answers';
import { setBlocks, type ClusterLine } from './clusterLines';
import { headline, mtlsSummary } from './headline';

function lines(
  instances: [string, Partial<Membership>, Partial<Posture>?][],
): readonly ClusterLine[] {
  const answer = anEntityAnswer({
    services: [
      aService({
        instances: instances.map(([cluster, membership, posture]) =>
          anInstance({
            cluster,
            membership: [aMembership(membership)],
            posture: aPosture(posture),
          }),
        ),
      }),
    ],
    clusters: [],
  });
  return setBlocks(answer)[0].lines;
}

const pods = (enrolled: number, total: number) => ({
  pods: { enrolled, total },
});

describe('headline', () => {
  it('says the good first and ends with what is left to do', () => {
    expect(
      headline(
        lines([
          ['south', { state: 'pending-restart', ...pods(1, 3) }],
          ['north', { state: 'enrolled', ...pods(3, 3) }],
          ['east', { state: 'enrolled', ...pods(1, 1) }],
        ]),
      ),
    ).toEqual([
      { kind: 'in', clusters: ['east', 'north'] },
      { kind: 'partly', clusters: ['south'] },
    ]);
  });

  it.each([
    ['in', { state: 'enrolled', ...pods(3, 3) }],
    ['in', { state: 'pending-restart', ...pods(3, 3) }],
    ['partly', { state: 'partial', ...pods(1, 3) }],
    ['partly', { state: 'pending-restart', ...pods(1, 3) }],
    ['pending-restart', { state: 'pending-restart', ...pods(0, 3) }],
    ['misconfigured', { state: 'misconfigured', ...pods(0, 3) }],
    ['unknown', { state: 'unknown', ...pods(3, 3) }],
    ['opted-out', { state: 'opted-out', ...pods(0, 3) }],
    ['not-enrolled', { state: 'not-enrolled', ...pods(0, 3) }],
    ['idle', { state: 'idle', ...pods(0, 0) }],
  ] as const)('is "%s" for %j', (kind, membership) => {
    expect(headline(lines([['north', membership]]))).toEqual([
      { kind, clusters: ['north'] },
    ]);
  });

  it('names the clusters of which it only has an old state', () => {
    const [line, other] = lines([
      ['north', {}],
      ['south', {}],
    ]);
    const old = {
      ...line,
      lastKnown: {
        cluster: 'north',
        part: 'objects',
        status: 'unreachable' as const,
      },
    };
    expect(headline([old, other])).toEqual([
      { kind: 'in', clusters: ['north', 'south'] },
      { kind: 'lastKnown', clusters: ['north'] },
    ]);
    expect(headline([old])).toEqual([
      { kind: 'in', clusters: ['north'] },
      { kind: 'allLastKnown', clusters: ['north'] },
    ]);
  });
});

describe('mtlsSummary', () => {
  it('is the weakest of all that runs, with the pods that have no proxy', () => {
    expect(
      mtlsSummary(
        lines([
          ['north', {}, { inbound: 'strict' }],
          ['south', {}, { inbound: 'off', podsWithoutProxy: 2 }],
          ['east', {}, { inbound: 'permissive' }],
        ]),
      ),
    ).toEqual({ inbound: 'off', podsWithoutProxy: 2 });
  });

  it('does not let "strict" hide what is unknown', () => {
    expect(
      mtlsSummary(
        lines([
          ['north', {}, { inbound: 'strict' }],
          ['south', {}, { inbound: 'unknown' }],
        ]),
      ),
    ).toMatchObject({ inbound: 'unknown' });
  });

  it('says nothing where nothing runs', () => {
    expect(
      mtlsSummary(lines([['north', pods(0, 0), { inbound: 'off' }]])),
    ).toBeUndefined();
  });
});
