import { preflightOf } from './preflight';
import { preflightInput } from '../checks/testing/docWorld';

const SIDECARS = {
  ...{ kind: 'namespace-onboard', clusters: ['west'], namespace: 'shop' },
  profile: { mesh: 'istio', mode: 'sidecar' },
};

function aQuota(hard: string) {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'team', namespace: 'shop' },
    status: {
      hard: { 'requests.cpu': hard },
      used: { 'requests.cpu': '400m' },
    },
  };
}

const PROXIES = { cpu: '100m', memory: '128Mi' };

describe('what proxies ask for in addition', () => {
  it('is what those ask for that run there already, times the pods', () => {
    const { affects } = preflightOf(
      preflightInput({ form: SIDECARS, proxies: PROXIES }),
    );
    expect(affects.footprint).toEqual([
      {
        ...{ mesh: 'istio', part: 'proxies', pods: 1 },
        ...{ cpuMillicores: 100, memoryBytes: 128 * 2 ** 20 },
      },
    ]);
    expect(affects.quota).toBeUndefined();
  });

  it('is not known where none runs', () => {
    const { affects } = preflightOf(preflightInput({ form: SIDECARS }));
    expect(affects.footprint).toEqual([]);
  });

  it.each([
    ['1', 0.5],
    ['500m', 0],
    ['450m', -0.11],
    ['0', -1],
  ])('leaves of a quota of %s a share of %d', (hard, shareLeft) => {
    const west = [aQuota(hard)];
    const { affects } = preflightOf(
      preflightInput({ form: SIDECARS, proxies: PROXIES, west }),
    );
    expect(affects.quota).toEqual([
      { cluster: 'west', resource: 'requests.cpu', shareLeft },
    ]);
  });
});
