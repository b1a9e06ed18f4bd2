import { parseAge, readHistory } from './readHistory.ts';

describe('an age', () => {
  it.each([
    ['3d', 259_200_000],
    ['6d4h', 532_800_000],
    ['25m', 1_500_000],
    ['1h30s', 3_630_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseAge(text)).toBe(milliseconds);
  });

  it.each(['', '3', 'three days', '3d!', undefined, 3])('is not %p', text => {
    expect(() => parseAge(text)).toThrow('is no age; write it like 3d');
  });
});

describe('a history', () => {
  it('comes out oldest first', () => {
    const steps = readHistory({
      steps: [
        {
          at: '1h',
          manager: 'kubectl',
          delete: { kind: 'Pod', namespace: 'a', name: 'b' },
        },
        { at: '2d', manager: 'helm', apply: ['all.yaml'] },
      ],
    });
    expect(steps.map(step => [step.age, step.action.type])).toEqual([
      [172_800_000, 'apply'],
      [3_600_000, 'delete'],
    ]);
  });

  it('says what Flux applies by the name of the Kustomization', () => {
    const [step] = readHistory({ steps: [{ at: '2d', sync: ['wiki'] }] });
    expect(step).toMatchObject({
      manager: 'kustomize-controller',
      action: { type: 'apply', files: ['fleet/wiki'] },
    });
  });

  const target = { kind: 'Pod', name: 'a' };
  it.each([
    ['no steps', {}, 'needs a list "steps"'],
    [
      'a step without an age',
      { steps: [{ manager: 'm', apply: [] }] },
      'Step 1 of history.yaml: "undefined" is no age',
    ],
    [
      'a step without a manager',
      { steps: [{ at: '1d', apply: [] }] },
      'needs a "manager"',
    ],
    [
      'a step that does nothing',
      { steps: [{ at: '1d', manager: 'm' }] },
      'needs exactly one of apply, sync, patch, restart, delete',
    ],
    [
      'two actions',
      { steps: [{ at: '1d', manager: 'm', apply: [], delete: target }] },
      'exactly one',
    ],
    [
      'a patch of nothing',
      { steps: [{ at: '1d', manager: 'm', patch: target }] },
      'needs "with"',
    ],
    [
      'an object without a name',
      { steps: [{ at: '1d', manager: 'm', delete: { kind: 'Pod' } }] },
      '"name" or "matchLabels"',
    ],
  ])('is refused with %s', (_title, content, problem) => {
    expect(() => readHistory(content)).toThrow(problem);
  });
});
