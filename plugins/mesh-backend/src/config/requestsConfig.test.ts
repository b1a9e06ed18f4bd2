import { ConfigReader } from '@backstage/config';
import { readMeshConfig } from './readMeshConfig';
import { deliveryFor, namesLike, requestsConfig } from './requestsConfig';

function problemsOf(requests: unknown): string[] {
  try {
    const config = new ConfigReader({ mesh: { requests } } as never);
    readMeshConfig(config, []);
    return [];
  } catch (error) {
    return String(error)
      .split('\n')
      .slice(1)
      .map(line => line.replace('  - mesh.requests.', ''));
  }
}

const apply = { clusters: ['*'], type: 'apply' };

describe('the configuration of requests', () => {
  it('needs nothing: requests expire, and nothing can be delivered', () => {
    expect(requestsConfig()).toEqual({
      notify: [],
      expireAfterDays: 14,
      protectedNamespaces: ['kube-*'],
      deliveries: [],
    });
  });

  it('takes the first delivery that matches a cluster', () => {
    const config = requestsConfig({
      deliveries: [
        { clusters: ['shop-*', 'base'], type: 'apply', token: 'one' },
        {
          clusters: ['*'],
          type: 'apply',
          impersonate: { user: 'mesh-writer' },
        },
      ],
    });
    const identity = (cluster: string) =>
      deliveryFor(config, cluster)?.identity;
    expect(identity('shop-2')).toEqual({ token: 'one' });
    expect(identity('base')).toEqual({ token: 'one' });
    expect(identity('base-2')).toEqual({
      impersonate: { user: 'mesh-writer', groups: [] },
    });
    expect(deliveryFor(requestsConfig(), 'base')).toBeUndefined();
  });

  it('takes what is no star by the letter', () => {
    expect(namesLike(['a.b']).test('axb')).toBe(false);
    expect(namesLike(['a.b', 'c*']).test('cluster.one')).toBe(true);
    expect(namesLike([]).test('a')).toBe(false);
  });

  it('tells every mistake at once', () => {
    expect(
      problemsOf({
        notify: ['operators'],
        expireAfter: { days: 0 },
        protected: { namespaces: ['Kube'] },
        deliveries: [
          apply,
          { ...apply, token: 'x', impersonate: { user: 'y' } },
          { ...apply, token: 'two\nlines' },
          { clusters: [], type: 'email', token: 'x' },
          { ...apply, token: 'x', tokn: 'y' },
        ],
      }),
    ).toEqual([
      'notify[0]: must be the reference of a user or group, as in group:default/operators',
      'expireAfter.days: must be at least 1',
      'protected.namespaces[0]: must be the name of a namespace; * stands for any characters, as in kube-*',
      'deliveries[0]: needs exactly one of token and impersonate: changes are never written with the account that the portal reads with',
      'deliveries[1]: needs exactly one of token and impersonate: changes are never written with the account that the portal reads with',
      'deliveries[2].token: must be one line of letters, digits and signs',
      'deliveries[3].clusters: must not be empty',
      'deliveries[3].type: must be one of apply',
      'deliveries[4]: unknown tokn; allowed here: clusters, type, token, impersonate',
    ]);
  });

  it('never repeats a token', () => {
    const secret = 'very\nsecret';
    expect(
      problemsOf({ deliveries: [{ ...apply, token: secret }] }).join(),
    ).not.toContain('secret');
  });
});
