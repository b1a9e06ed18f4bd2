import type { DraftObject } from '../apiserver/KubeObject.ts';
import { aCluster } from '../testing/clusters.ts';
import type { LoadBalancers } from './loadBalancers.ts';

function aBalanced(name: string, status?: object): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
    ...(status ? { status } : {}),
  };
}

describe('the addresses of load balancers', () => {
  it.each<[string, LoadBalancers | undefined, unknown[]]>([
    [
      'come from a cloud',
      { domain: 'lb.example.test' },
      [
        {
          hostname: expect.stringMatching(/^[0-9a-f]{32}\.lb\.example\.test$/),
        },
        {
          hostname: expect.stringMatching(/^[0-9a-f]{32}\.lb\.example\.test$/),
        },
      ],
    ],
    [
      'come from a range, each once',
      { addresses: '192.0.2.0/24' },
      [
        { ip: '192.0.2.1', ipMode: 'VIP' },
        { ip: '192.0.2.2', ipMode: 'VIP' },
      ],
    ],
    [
      'never come where there is no balancer',
      undefined,
      [undefined, undefined],
    ],
  ])('%s', (_title, loadBalancers, expected) => {
    const { store } = aCluster([aBalanced('a'), aBalanced('b')], {
      loadBalancers,
    });
    const services = store.list('services').items;
    expect(
      services.map(({ status }) => {
        const { loadBalancer } = status as {
          loadBalancer?: { ingress?: unknown[] };
        };
        return loadBalancer?.ingress?.[0];
      }),
    ).toEqual(expected);
  });

  it('stay where the world has given one', () => {
    const status = { loadBalancer: { ingress: [{ ip: '198.51.100.7' }] } };
    const { store } = aCluster([aBalanced('a', status)]);
    expect(store.list('services').items[0].status).toEqual(status);
  });
});
