import type { Matcher } from '@meshport/plugin-mesh-node';
import { parseMatchers } from './parseMatchers';

const prod: Matcher = { label: 'env', operator: '=', value: 'prod' };

describe('parseMatchers', () => {
  it.each<[string, Matcher[]]>([
    ['', []],
    ['  {}  ', []],
    ['env="prod"', [prod]],
    [`{ env = 'prod' , }`, [prod]],
    [
      'env="prod",zone!~"test-.*", a!="", b=~`x\\d`',
      [
        prod,
        { label: 'zone', operator: '!~', value: 'test-.*' },
        { label: 'a', operator: '!=', value: '' },
        { label: 'b', operator: '=~', value: 'x\\d' },
      ],
    ],
    [
      'a="a, b=\\"c\\"}\\\\\\n"',
      [{ label: 'a', operator: '=', value: 'a, b="c"}\\\n' }],
    ],
  ])('reads %s', (written, matchers) => {
    expect(parseMatchers(written)).toEqual(matchers);
  });

  it.each([
    'env=prod',
    'env',
    'env="prod" zone="a"',
    'env="prod',
    'up{env="prod"}',
    'env=="prod"',
    '1a="b"',
    ',',
    'env="prod"} or up{a="b"',
  ])('has nothing to say of %s', written => {
    expect(parseMatchers(written)).toBeUndefined();
  });
});
