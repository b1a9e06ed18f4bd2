import type { KubeObject } from './KubeObject.ts';
import { matchesLabelSelector, parseLabelSelector } from './selectors.ts';

function labelled(labels: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels } };
}

describe('a label selector', () => {
  it.each([
    ['app=web', { app: 'web' }, true],
    ['app = web', { app: 'web' }, true],
    ['app=web', {}, false],
    ['app!=web', {}, true],
    ['app in (web,db)', { app: 'db' }, true],
    ['app notin (web)', {}, true],
    ['!app', { app: '' }, false],
    ['app', { app: '' }, true],
    ['a=b,c=d', { a: 'b' }, false],
    ['istio.io/rev in (a), !istio-injection', { 'istio.io/rev': 'a' }, true],
  ])('%s on %j is %s', (text, labels, expected) => {
    expect(parseLabelSelector(text)(labelled(labels))).toBe(expected);
  });

  it.each(['a b', '=x', 'a=b=c', 'a in b', 'a,,b', '-a', 'a=-'])(
    '%s is refused',
    text => {
      expect(() => parseLabelSelector(text)).toThrow(/unable to parse/);
    },
  );
});

describe('a selector of an object', () => {
  const expression = (operator: string, ...values: string[]) => ({
    matchExpressions: [{ key: 'app', operator, values }],
  });

  it.each([
    [{}, { app: 'web' }, true],
    [undefined, { app: 'web' }, false],
    [{ matchLabels: { app: 'web' } }, { app: 'web', tier: 'x' }, true],
    [expression('In', 'web'), { app: 'web' }, true],
    [expression('In', 'web'), {}, false],
    [expression('NotIn', 'web'), {}, true],
    [expression('NotIn', 'web'), { app: 'web' }, false],
    [expression('Exists'), { app: '' }, true],
    [expression('DoesNotExist'), { app: '' }, false],
    [expression('Nonsense'), { app: '' }, false],
    [
      { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] },
      { app: '' },
      false,
    ],
  ])('%j on %j is %s', (selector, labels: Record<string, string>, expected) => {
    expect(matchesLabelSelector(selector, labels)).toBe(expected);
  });
});
