import type { Check, CheckOutcome } from '@meshport/plugin-mesh-node';
import { networkPolicyKind } from './readKinds';
import { runChecks, type Checked } from './runChecks';
import { finding, found, namespaceOf } from './outcomes';
import { preflightInput } from '../testing/docWorld';
import { aSnapshot } from '@meshport/plugin-mesh-node/testing';

function aCheck(fields: Partial<Check> = {}): Check {
  return {
    ...{ id: 'test', title: 'Test', severity: 'error', audience: 'owner' },
    ...{ scope: 'namespace', needs: [] },
    appliesTo: () => true,
    evaluate: subject =>
      found([finding('namespace-missing', { subject: namespaceOf(subject) })]),
    ...fields,
  };
}

function aPlace(context: Partial<Checked['context']> = {}): Checked {
  const { form } = preflightInput({});
  return {
    subject: { cluster: 'west', namespace: 'shop', role: 'target' },
    context: {
      form,
      snapshot: aSnapshot([], { kinds: [networkPolicyKind] }),
      reachability: { status: 'live' },
      ...{ meshes: [], workloads: [], changes: [], unreadable: [] },
      ...{ links: [], exports: [], callers: [], others: new Map() },
      namespace: { ignored: false, protected: false, owners: [], asksFor: [] },
      ...context,
    },
  };
}

function counts(check: Check, place = aPlace()) {
  const { blockers, warnings, unknown } = runChecks([check], [place]);
  return [blockers.length, warnings.length, unknown.length];
}

const broken: CheckOutcome = {
  outcome: 'fail',
  findings: [
    {
      ...finding('namespace-missing', {
        subject: namespaceOf(aPlace().subject),
        severity: 'warning',
      }),
    },
  ],
};

const FORBIDDEN = aSnapshot([], {
  kinds: [networkPolicyKind],
  states: { 'networkpolicies.networking.k8s.io': { status: 'forbidden' } },
});

describe('checks', () => {
  it.each<[string, Partial<Check>, number[]]>([
    ['an error stops', {}, [1, 0, 0]],
    ['a warning has to be accepted', { severity: 'warning' }, [0, 1, 0]],
    [
      'an error that is milder here is one',
      { evaluate: () => broken },
      [0, 1, 0],
    ],
    ['what does not apply says nothing', { appliesTo: () => false }, [0, 0, 0]],
  ])('%s', (_, fields, expected) => {
    expect(counts(aCheck(fields))).toEqual(expected);
  });

  it('are not asked, and unknown, where a part could not be read', () => {
    const check = aCheck({ needs: [networkPolicyKind] });
    expect(counts(check)).toEqual([1, 0, 0]);
    expect(counts(check, aPlace({ snapshot: FORBIDDEN }))).toEqual([0, 0, 1]);
    const isNothing = aCheck({ ...check, appliesTo: () => false });
    const place = aPlace({ snapshot: FORBIDDEN });
    expect(counts(isNothing, place)).toEqual([0, 0, 0]);
  });

  it('are unknown where nobody tells who calls', () => {
    const check = aCheck({ needs: ['calls'] });
    expect(counts(check)).toEqual([1, 0, 0]);
    expect(counts(check, aPlace({ callers: undefined }))).toEqual([0, 0, 1]);
  });

  it('about namespaces are not asked of a cluster that does not answer', () => {
    const place = aPlace({ reachability: { status: 'unreachable' } });
    expect(counts(aCheck(), place)).toEqual([0, 0, 0]);
    expect(counts(aCheck({ scope: 'cluster' }), place)).toEqual([1, 0, 0]);
  });

  it('say the same once', () => {
    const { blockers } = runChecks([aCheck()], [aPlace(), aPlace()]);
    expect(blockers).toHaveLength(1);
  });
});
