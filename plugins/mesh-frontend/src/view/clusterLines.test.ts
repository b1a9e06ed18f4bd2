import {
  MEMBERSHIP_STATES_BY_SEVERITY,
  type MembershipState,
} from '@meshport/plugin-mesh-common';
import {
  aCluster,
  aMembership,
  anEntityAnswer,
  anInstance,
  aPosture,
  aReason,
  aService,
  aText,
} from '../testing/answers';
import {
  foldLines,
  setBlocks,
  worstLine,
  type ClusterLine,
} from './clusterLines';

function linesWith(states: MembershipState[]): ClusterLine[] {
  const instances = states.map((state, index) =>
    anInstance({
      cluster: `c${index}`,
      membership: [aMembership({ state })],
    }),
  );
  const answer = anEntityAnswer({ services: [aService({ instances })] });
  return [...setBlocks(answer)[0].lines];
}

describe('setBlocks', () => {
  it('has one block per set that has something, in the order of the sets', () => {
    const answer = anEntityAnswer({
      sets: ['production', 'empty', 'staging'].map(name => ({
        name,
        title: name,
      })),
      services: [
        aService({ set: 'staging' }),
        aService({ set: 'production' }),
        aService({ set: 'unlisted' }),
      ],
    });
    expect(setBlocks(answer).map(block => block.set.name)).toEqual([
      'production',
      'staging',
      'unlisted',
    ]);
  });

  it.each(['mirror', 'federated', 'imported'] as const)(
    'has no line for a service that is %s: it is beside the lines',
    kind => {
      const standIn = anInstance({ cluster: 'south', kind, membership: [] });
      const [block] = setBlocks(
        anEntityAnswer({
          services: [aService({ instances: [anInstance(), standIn] })],
        }),
      );
      expect(block.lines.map(({ cluster }) => cluster.name)).toEqual(['north']);
      expect(block.standIns).toEqual([
        { set: 'production', instance: standIn },
      ]);
    },
  );

  it('has a block for a set with nothing but a mirror', () => {
    const blocks = setBlocks(
      anEntityAnswer({
        services: [aService({ instances: [anInstance({ kind: 'mirror' })] })],
      }),
    );
    expect(blocks).toMatchObject([{ lines: [], standIns: [{}] }]);
  });

  it('puts the worst line first', () => {
    const bestFirst = [...MEMBERSHIP_STATES_BY_SEVERITY].reverse();
    const states = linesWith(bestFirst).map(line => line.membership.state);
    expect(states).toEqual(MEMBERSHIP_STATES_BY_SEVERITY);
  });

  it('gives each mesh of an instance a line, and mTLS to the first only', () => {
    const answer = anEntityAnswer({
      services: [
        aService({
          instances: [
            anInstance({
              membership: [
                aMembership({ mesh: 'istio' }),
                aMembership({ mesh: 'linkerd', state: 'misconfigured' }),
              ],
            }),
          ],
        }),
      ],
    });
    const [{ lines }] = setBlocks(answer);
    expect(lines.map(line => line.membership.mesh)).toEqual([
      'linkerd',
      'istio',
    ]);
    expect(lines.map(line => line.posture !== undefined)).toEqual([
      true,
      false,
    ]);
  });

  it('shows a service behind which nothing runs', () => {
    const answer = anEntityAnswer({
      services: [aService({ instances: [anInstance({ membership: [] })] })],
    });
    expect(setBlocks(answer)[0].lines[0].membership.state).toBe('idle');
  });

  it('shows workloads that no Service selects', () => {
    const answer = anEntityAnswer({
      services: [],
      workloads: [
        {
          set: 'production',
          ref: {
            cluster: 'north',
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'worker',
          },
          membership: [aMembership()],
          posture: aPosture(),
        },
      ],
    });
    const [line] = setBlocks(answer)[0].lines;
    expect(line).toMatchObject({
      namespace: 'shop',
      name: 'worker',
      kind: 'Deployment',
    });
  });

  it('keeps workloads of one name and different kinds apart', () => {
    const report = (kind: string, state: MembershipState) => ({
      set: 'production',
      ref: {
        cluster: 'north',
        apiVersion: kind === 'CronJob' ? 'batch/v1' : 'apps/v1',
        kind,
        namespace: 'shop',
        name: 'basket',
      },
      membership: [aMembership({ state })],
      posture: aPosture(),
    });
    const answer = anEntityAnswer({
      services: [aService()],
      workloads: [report('Deployment', 'opted-out'), report('CronJob', 'idle')],
    });
    const [{ lines }] = setBlocks(answer);
    expect(lines.map(line => [line.kind, line.membership.state])).toEqual([
      ['Deployment', 'opted-out'],
      ['CronJob', 'idle'],
      ['Service', 'enrolled'],
    ]);
    expect(new Set(lines.map(line => line.id)).size).toBe(3);
    expect(lines.every(line => line.isOneOfSeveral)).toBe(true);
  });

  it('says why mTLS is what it is once, on the first line of an instance', () => {
    const unreadable = aReason({ code: 'input-unreadable' });
    const answer = anEntityAnswer({
      services: [
        aService({
          instances: [
            anInstance({
              membership: [
                aMembership({ mesh: 'istio', reasons: [unreadable] }),
                aMembership({ mesh: 'linkerd' }),
              ],
              posture: aPosture({
                inbound: 'unknown',
                reasons: [unreadable, aReason({ code: 'other' })],
              }),
            }),
          ],
        }),
      ],
    });
    const [{ lines }] = setBlocks(answer);
    expect(lines.map(line => line.reasons.map(reason => reason.code))).toEqual([
      ['input-unreadable', 'other'],
      [],
    ]);
  });

  it('names a cluster that the answer does not describe', () => {
    const answer = anEntityAnswer({ clusters: [] });
    expect(setBlocks(answer)[0].lines[0].cluster.displayName).toBe('north');
  });

  it.each([
    ['unreachable', true],
    ['stale', true],
    ['forbidden', true],
    ['live', false],
    ['absent', false],
  ] as const)(
    'a cluster that is %s makes its lines last known: %s',
    (status, old) => {
      const answer = anEntityAnswer({
        sources: [
          {
            cluster: 'north',
            part: 'objects',
            status,
            observedAt: '2026-11-14T07:48:00Z',
          },
        ],
      });
      expect(setBlocks(answer)[0].lines[0].lastKnown !== undefined).toBe(old);
    },
  );
});

it('lines of a cluster that is readable but for some kinds are current', () => {
  const forbidden = (part: string) => ({
    cluster: 'north',
    part,
    status: 'forbidden' as const,
    observedAt: '2026-11-14T07:48:00Z',
  });
  const answer = anEntityAnswer({
    sources: [forbidden('objects'), forbidden('pods')],
  });
  expect(setBlocks(answer)[0].lines[0].lastKnown).toBeUndefined();
});

describe('foldLines', () => {
  it('shows five lines as they are', () => {
    const lines = linesWith(Array(5).fill('enrolled'));
    expect(foldLines(lines)).toEqual({ shown: lines, folded: [] });
  });

  it('folds the enrolled ones of more than five', () => {
    const lines = linesWith([
      ...Array<MembershipState>(12).fill('enrolled'),
      'partial',
      'not-enrolled',
    ]);
    const { shown, folded } = foldLines(lines);
    expect(shown.map(line => line.membership.state)).toEqual([
      'partial',
      'not-enrolled',
    ]);
    expect(folded).toHaveLength(12);
  });

  it('never folds a line that has something to say or is not current', () => {
    const [first, second, ...rest] = linesWith(Array(7).fill('enrolled'));
    const spoken = {
      ...first,
      reasons: [aReason()],
    };
    const old = {
      ...second,
      lastKnown: {
        cluster: 'c1',
        part: 'objects',
        status: 'stale' as const,
      },
    };
    expect(foldLines([spoken, old, ...rest]).shown).toEqual([spoken, old]);
  });
});

describe('worstLine', () => {
  const inSet = (set: string, state: MembershipState, message: string) =>
    aService({
      set,
      instances: [
        anInstance({
          membership: [
            aMembership({
              state,
              reasons: [aReason({ text: aText(message) })],
            }),
          ],
        }),
      ],
    });
  const sentence = (services: ReturnType<typeof inSet>[]) =>
    worstLine(setBlocks(anEntityAnswer({ services })))?.reasons[0].text.message;

  it('prefers the first set in which somebody has to do something', () => {
    expect(
      sentence([
        inSet('staging', 'misconfigured', 'in staging'),
        inSet('production', 'pending-restart', 'in production'),
      ]),
    ).toBe('in production');
  });

  it('looks past a set in which nobody has to', () => {
    expect(
      sentence([
        inSet('production', 'opted-out', 'in production'),
        inSet('staging', 'misconfigured', 'in staging'),
      ]),
    ).toBe('in staging');
  });

  it('still explains what nobody has to change', () => {
    expect(sentence([inSet('production', 'idle', 'nothing runs')])).toBe(
      'nothing runs',
    );
  });

  it('is nothing where all is well', () => {
    const answer = anEntityAnswer({ clusters: [aCluster('north')] });
    expect(worstLine(setBlocks(answer))).toBeUndefined();
  });
});
