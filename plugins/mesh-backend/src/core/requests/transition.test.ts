import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import {
  text,
  type DeliveryStep,
  type MeshRequest,
} from '@meshport/plugin-mesh-common';
import {
  aDelivery,
  aFinding,
  aPhase,
  aPlan,
  aRequest,
  aStep,
} from '../../testing/requestBuilders';
import type { RequestCommand } from './RequestCommand';
import { transition } from './transition';

const NOW = '2026-01-02T00:00:00.000Z';
const LATE = '2026-01-15T00:00:00.000Z';
const PAT = 'user:default/pat';
const DANA = 'user:default/dana';
const delivery = 'restart/west';
const error = text('request.error.changed');
const waitsFor = { code: 'sync', text: text('request.waits.paused') };
const told = text('request.step.skip');

const COMMANDS = {
  approve: { type: 'approve', by: PAT, hash: 'hash-1' },
  'approve what was seen before': { type: 'approve', by: PAT, hash: 'old' },
  'approve the own': { type: 'approve', by: DANA, hash: 'hash-1' },
  reject: { type: 'reject', by: PAT },
  'reject the own': { type: 'reject', by: DANA },
  'ask-for-changes': { type: 'ask-for-changes', by: PAT },
  resubmit: {
    type: 'resubmit',
    by: DANA,
    form: aRequest().form,
    reason: 'Now really.',
    accepts: [],
    plan: aPlan({ hash: 'hash-2' }),
  },
  "resubmit another's": {
    type: 'resubmit',
    by: PAT,
    form: aRequest().form,
    reason: 'Now really.',
    accepts: [],
    plan: aPlan({ hash: 'hash-2' }),
  },
  withdraw: { type: 'withdraw', by: DANA },
  "withdraw another's": { type: 'withdraw', by: PAT },
  comment: { type: 'comment', by: PAT, comment: 'Hm.' },
  recheck: { type: 'recheck', by: PAT, plan: aPlan({ hash: 'hash-2' }) },
  'recheck what is blocked': {
    type: 'recheck',
    by: PAT,
    plan: aPlan({ blockers: [aFinding()] }),
  },
  continue: { type: 'continue', by: PAT },
  pause: { type: 'pause', by: PAT },
  retry: { type: 'retry', by: PAT },
  'link-undo': { type: 'link-undo', by: DANA, undo: 'request-2' },
  'expire early': { type: 'expire' },
  'expire late': { type: 'expire' },
  remind: { type: 'remind' },
  'found-changed': { type: 'found-changed', delivery },
  'start-delivery': { type: 'start-delivery', delivery },
  'start-step': { type: 'start-step', delivery, name: 'restart' },
  'end-step': { type: 'end-step', delivery, result: 'done', text: told },
  'delivery-waits': { type: 'delivery-waits', delivery, waitsFor },
  'delivery-paused': { type: 'delivery-paused', delivery, error },
  'delivery-failed': { type: 'delivery-failed', delivery, error },
  'delivery-done': { type: 'delivery-done', delivery },
} as const satisfies Record<string, RequestCommand>;

const STATES = [
  ...(['pending', 'changes-asked', 'out-of-date', 'approved'] as const),
  ...(['delivering', 'waiting', 'paused', 'failed', 'partly-done'] as const),
  ...(['done', 'rejected', 'withdrawn', 'expired'] as const),
];

/** Refused, the state it had, or a new one; a column per state, in the order above. */
const EXPECTED: Readonly<Record<keyof typeof COMMANDS, string>> = {
  //                  pending       asked    old      approved delivering waiting paused failed partly done rej wdr exp
  approve: 'approved - - - - - - - - - - - -',
  'approve what was seen before': '- - - - - - - - - - - - -',
  'approve the own': '- - - - - - - - - - - - -',
  reject: 'rejected rejected rejected - - - - - - - - - -',
  'reject the own': '- - - - - - - - - - - - -',
  'ask-for-changes': 'changes-asked - changes-asked - - - - - - - - - -',
  resubmit: 'pending pending pending - - - - - - - - - -',
  "resubmit another's": '- - - - - - - - - - - - -',
  withdraw: 'withdrawn withdrawn withdrawn withdrawn - - - withdrawn - - - - -',
  "withdraw another's": '- - - - - - - - - - - - -',
  comment: '= = = = = = = = = = = = =',
  recheck: 'pending - pending - - - - - - - - - -',
  'recheck what is blocked': '- - - - - - - - - - - - -',
  continue: '- - - - - - delivering - - - - - -',
  pause: '- - - waiting waiting waiting - - - - - - -',
  retry: '- - - - - - delivering delivering delivering - - - -',
  'link-undo': '- - - - = = = = = = - - -',
  'expire early': '- - - - - - - - - - - - -',
  'expire late': 'expired expired expired - - - - - - - - - -',
  remind: '= = = - - - - - - - - - -',
  // What is waiting has done something already.
  'found-changed':
    'out-of-date - - out-of-date out-of-date partly-done - - - - - - -',
  'start-delivery': '- - - delivering - - - - - - - - -',
  'start-step': '- - - - delivering waiting - - - - - - -',
  // No step is open in any of them.
  'end-step': '- - - - - - - - - - - - -',
  'delivery-waits': '- - - - waiting waiting - - - - - - -',
  'delivery-paused': '- - - - waiting waiting - - - - - - -',
  'delivery-failed': '- - - - failed partly-done - - - - - - -',
  'delivery-done': '- - - - done done - - - - - - -',
};

const CELLS = Object.entries(EXPECTED).flatMap(([command, row]) =>
  row
    .split(' ')
    .map((outcome, index) => [STATES[index], command, outcome] as const),
);

function timeOf(command: string) {
  return command === 'expire late' ? LATE : NOW;
}

function after(request: MeshRequest, ...commands: RequestCommand[]) {
  return commands.reduce((current, command) => {
    const outcome = transition(current, command, NOW);
    if (outcome.kind === 'refused') throw new Error(outcome.reason.message);
    return outcome.request;
  }, request);
}

describe('transition', () => {
  it('has an expected outcome for every state and command', () => {
    expect(CELLS).toHaveLength(STATES.length * Object.keys(COMMANDS).length);
  });

  it.each(CELLS)('%s, %s: %s', (from, name, expected) => {
    const before = aRequest({ state: from });
    const now = timeOf(name);
    const { version, history } = before;
    const state = expected === '=' ? before.state : expected;
    const request = {
      state,
      version: version + 1,
      updatedAt: now,
      history: [...history, { at: now }],
    };
    const command = COMMANDS[name as keyof typeof COMMANDS];
    expect(transition(before, command, now)).toMatchObject(
      expected === '-' ? { kind: 'refused' } : { kind: 'changed', request },
    );
  });

  it('says who did what, and what they said', () => {
    const { history } = after(aRequest(), {
      ...{ type: 'reject', by: PAT, comment: 'Not on a Friday.' },
    });
    expect(history.at(-1)).toMatchObject({
      at: NOW,
      by: PAT,
      event: 'rejected',
      comment: 'Not on a Friday.',
    });
  });

  it('shows what a new plan says, and keeps the history', () => {
    const request = after(aRequest({ state: 'out-of-date' }), COMMANDS.recheck);
    expect(request.hash).toBe('hash-2');
    expect(request.history.map(({ event }) => event)).toEqual([
      'filed',
      'rechecked',
    ]);
  });

  it('starts a phase by itself when the one before is done', () => {
    const phases = [aPhase({ id: 'gateway' }), aPhase({ id: 'labels' })];
    const deliveries = phases.map(({ id }) => aDelivery({ phase: id }));
    const approved = after(aRequest({ phases, deliveries }), COMMANDS.approve);
    expect(approved.phases.map(({ state }) => state)).toEqual([
      'approved',
      'planned',
    ]);
    const request = after(
      approved,
      { type: 'start-delivery', delivery: 'gateway/west' },
      { type: 'delivery-done', delivery: 'gateway/west' },
    );
    expect(request.state).toBe('delivering');
    expect(request.phases.map(({ state }) => state)).toEqual([
      'done',
      'approved',
    ]);
  });

  it('waits for somebody before a phase that has an approval of its own', () => {
    const phases = [
      aPhase({ id: 'labels' }),
      aPhase({ id: 'restart', approval: 'own' }),
    ];
    const deliveries = phases.map(({ id }) => aDelivery({ phase: id }));
    const waiting = after(
      aRequest({ phases, deliveries }),
      COMMANDS.approve,
      { type: 'start-delivery', delivery: 'labels/west' },
      { type: 'delivery-done', delivery: 'labels/west' },
    );
    expect(waiting).toMatchObject({
      state: 'waiting',
      waitsFor: { code: 'owner' },
    });
    expect(transition(waiting, COMMANDS['start-delivery'], NOW).kind).toBe(
      'refused',
    );
    const going = after(waiting, COMMANDS.continue);
    expect(going.phases[1].state).toBe('approved');
    expect(
      after(going, COMMANDS['start-delivery'], COMMANDS['delivery-done']).state,
    ).toBe('done');
  });

  it('does not start in the next cluster after one that went wrong', () => {
    const deliveries = ['west', 'east'].map(cluster =>
      aDelivery({ clusters: [cluster] }),
    );
    const request = after(
      aRequest({ deliveries }),
      COMMANDS.approve,
      COMMANDS['start-delivery'],
      COMMANDS['delivery-failed'],
    );
    const east = { type: 'start-delivery', delivery: 'restart/east' } as const;
    expect(request.state).toBe('failed');
    expect(transition(request, east, NOW).kind).toBe('refused');
  });

  it('does one step at a time', () => {
    const request = after(
      aRequest({ state: 'delivering' }),
      COMMANDS['start-step'],
    );
    expect(transition(request, COMMANDS['start-step'], NOW).kind).toBe(
      'refused',
    );
    expect(transition(request, COMMANDS['delivery-done'], NOW).kind).toBe(
      'refused',
    );
    expect(
      after(request, COMMANDS['end-step'], COMMANDS['delivery-done']).state,
    ).toBe('done');
  });

  it('notes what was done although somebody paused it meanwhile', () => {
    const request = after(
      aRequest({ state: 'delivering' }),
      COMMANDS['start-step'],
      COMMANDS.pause,
      COMMANDS['end-step'],
    );
    expect(request.state).toBe('waiting');
    expect(request.deliveries[0].steps[0].result).toBe('done');
    expect(transition(request, COMMANDS['start-step'], NOW).kind).toBe(
      'refused',
    );
  });

  it('goes on past what failed when continued, and repeats it when tried again', () => {
    const paused = aRequest({ state: 'paused' });
    const steps = (request: MeshRequest) =>
      request.deliveries[0].steps.map(({ name }) => name);
    expect(steps(after(paused, COMMANDS.continue))).toEqual([
      'restart',
      'observe',
      'skip',
    ]);
    expect(steps(after(paused, COMMANDS.retry))).toEqual([
      'restart',
      'observe',
    ]);
  });

  it('is not out of date as a whole once something has been done', () => {
    const deliveries = [
      aDelivery({
        state: 'delivering',
        steps: [aStep({ result: 'done' })],
      }),
    ];
    const request = after(
      aRequest({ state: 'delivering', deliveries }),
      COMMANDS['found-changed'],
    );
    expect(request.state).toBe('partly-done');
    expect(request.deliveries[0].error?.id).toBe('request.error.changed');
  });

  it('counts a step that may have been done as done', () => {
    const open = aStep({ endedAt: undefined, result: undefined });
    const deliveries = [aDelivery({ state: 'paused', steps: [open] })];
    const request = aRequest({ state: 'approved', deliveries });
    expect(transition(request, COMMANDS.withdraw, NOW).kind).toBe('refused');
  });
});

describe('transition, whatever comes', () => {
  const ofDeliveries = [
    ...(['start-delivery', 'start-step', 'end-step'] as const),
    ...(['delivery-done', 'delivery-waits', 'continue'] as const),
  ].map(name => COMMANDS[name]);
  const command = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(COMMANDS)) },
    // Or hardly any would get to its end.
    { weight: 6, arbitrary: fc.constantFrom<RequestCommand>(...ofDeliveries) },
    { weight: 1, arbitrary: fc.constant<RequestCommand>(COMMANDS.approve) },
  );
  const clusters = fc.constantFrom(['west'], ['west', 'east']);
  const start = fc
    .record({ clusters, own: fc.boolean() })
    .map(({ clusters: names, own }) => {
      const phases = [
        aPhase({ id: 'restart' }),
        aPhase({ id: 'later', approval: own ? 'own' : 'with-request' }),
      ];
      const deliveries = phases.flatMap(({ id }) =>
        names.map(name => aDelivery({ phase: id, clusters: [name] })),
      );
      return aRequest({ phases, deliveries });
    });
  const both = fc
    .tuple(
      command,
      fc.constantFrom('restart/west', 'restart/east', 'later/west'),
    )
    .map(([one, id]) => ('delivery' in one ? { ...one, delivery: id } : one));
  const many = fc.array(both, { maxLength: 60, size: 'max' });
  const time = fc.constantFrom(NOW, LATE);

  /** Every request on the way, the first included. */
  function walk(
    from: MeshRequest,
    commands: readonly RequestCommand[],
    now: string,
  ) {
    const way = [from];
    for (const one of commands) {
      const outcome = transition(way[way.length - 1], one, now);
      if (outcome.kind === 'changed') way.push(outcome.request);
    }
    return way;
  }
  const pairs = (way: MeshRequest[]) =>
    way.slice(1).map((request, index) => [way[index], request] as const);

  it('gets into every state', () => {
    const ways = fc.sample(fc.tuple(start, many, time), {
      numRuns: 1000,
      seed: 1,
    });
    const reached = new Set(
      ways.flatMap(way => walk(...way).map(({ state }) => state)),
    );
    expect([...reached].sort()).toEqual(
      [...new Set(STATES.map(state => aRequest({ state }).state))].sort(),
    );
  });

  it('never leaves done, rejected, withdrawn and expired', () => {
    const ends = ['done', 'rejected', 'withdrawn', 'expired'];
    fc.assert(
      fc.property(start, many, time, (from, commands, now) => {
        const left = pairs(walk(from, commands, now)).filter(
          ([before, request]) =>
            ends.includes(before.state) &&
            (request.state !== before.state ||
              !isDeepStrictEqual(request.deliveries, before.deliveries)),
        );
        expect(left).toEqual([]);
      }),
    );
  });

  it('only adds to the history, and to the steps of deliveries', () => {
    const kept = (steps: DeliveryStep[], later: DeliveryStep[] = []) =>
      steps.every(
        (step, at) =>
          step.endedAt === undefined || isDeepStrictEqual(later[at], step),
      );
    fc.assert(
      fc.property(start, many, time, (from, commands, now) => {
        for (const [before, request] of pairs(walk(from, commands, now))) {
          expect(request.history).toHaveLength(before.history.length + 1);
          expect(request.history.slice(0, -1)).toEqual(before.history);
          expect(request.version).toBe(before.version + 1);
          // A new plan has deliveries of its own, of which none has begun.
          const lost = before.deliveries.filter(
            ({ steps }, index) =>
              request.state !== 'pending' &&
              !kept(steps, request.deliveries[index].steps),
          );
          expect(lost).toEqual([]);
        }
      }),
    );
  });

  it('never delivers without an approval, in two clusters at once, or what is done again', () => {
    const under = ({ deliveries }: MeshRequest) =>
      deliveries.filter(({ state }) => state === 'delivering').length;
    const approvals = ({ history }: MeshRequest) =>
      history.filter(({ event }) => event === 'approved').length;
    fc.assert(
      fc.property(start, many, time, (from, commands, now) => {
        for (const [before, request] of pairs(walk(from, commands, now))) {
          expect(under(request)).toBeLessThanOrEqual(
            Math.min(1, approvals(request)),
          );
          const undone = before.deliveries.filter(
            (one, index) =>
              one.state === 'done' &&
              !isDeepStrictEqual(request.deliveries[index], one),
          );
          expect(undone).toEqual([]);
          const ids = request.deliveries.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });
});
