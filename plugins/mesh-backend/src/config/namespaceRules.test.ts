import { namespaceRules } from './namespaceRules';

describe('namespaceRules', () => {
  it.each<[string[], string[], string[]]>([
    [['kube-*'], ['kube-system', 'kube-'], ['kube', 'my-kube-system']],
    [['shop'], ['shop'], ['shop-2', 'the-shop']],
    [
      ['*-test', 'trial'],
      ['shop-test', 'trial'],
      ['test', 'shop'],
    ],
    [['a*b*c'], ['abc', 'a-1-b-2-c'], ['acb', 'ab']],
    [['*'], ['anything'], []],
    [[], [], ['anything']],
  ])('%s ignores %s and not %s', (ignoredNamespaces, yes, no) => {
    const { isIgnored } = namespaceRules({
      ignoredNamespaces,
      ownershipKey: 'example.com/owner',
    });
    expect(yes.map(isIgnored)).toEqual(yes.map(() => true));
    expect(no.map(isIgnored)).toEqual(no.map(() => false));
  });
});
