import fc from 'fast-check';
import { aMembership, aWorkload } from '../../testing/modelBuilders';
import { workloadView } from '../views/looseWorkloads';
import type { CountedInstance } from './goldenOfInstance';
import { toolLinks } from './toolLinks';

const ALL = ['istio', 'linkerd', 'cilium', 'consul'];

function anInstance(fields: Partial<CountedInstance> = {}): CountedInstance {
  return {
    cluster: 'west',
    namespace: 'shop',
    name: 'cart',
    kind: 'local',
    workloads: [workloadView(aWorkload())],
    membership: ALL.map(mesh => aMembership({ mesh })),
    ...fields,
  };
}

const ADDRESSES = {
  grafana: 'https://grafana.example/d/abc/services',
  kiali: 'https://kiali.example/kiali',
  hubbleUi: 'https://hubble.example',
  jaeger: 'https://jaeger.example',
  tempo: 'https://grafana.example?datasource=uid-1',
  linkerdViz: 'https://viz.example',
  consulUi: 'https://consul.example',
} as const;

type Tool = keyof typeof ADDRESSES;

function link(tool: Tool, instance = anInstance()): URL | undefined {
  const aliases = { istio: 'cluster-w', consul: 'dc1', metrics: 'the-west' };
  const addresses = new Map([[tool, ADDRESSES[tool]]]);
  const [found] = toolLinks({ instance, aliases }, addresses);
  return found && new URL(found.url);
}

describe('links to other tools', () => {
  it.each<[Tool, string, Record<string, string>]>([
    [
      'grafana',
      '/d/abc/services',
      {
        'var-service': 'cart.shop.svc.cluster.local',
        'var-cluster': 'the-west',
        'var-namespace': 'shop',
        'var-workload': 'cart',
        from: '{fromMs}',
        to: '{toMs}',
      },
    ],
    [
      'kiali',
      '/kiali/console/namespaces/shop/services/cart',
      { clusterName: 'cluster-w', duration: '{durationSeconds}' },
    ],
    [
      'hubbleUi',
      '/',
      { namespace: 'shop', 'flows-filter': 'either:workload=Deployment:cart' },
    ],
    [
      'jaeger',
      '/search',
      { service: 'cart.shop', start: '{fromMicros}', end: '{toMicros}' },
    ],
    ['tempo', '/explore', { schemaVersion: '1', orgId: '1' }],
    ['linkerdViz', '/namespaces/shop/deployments/cart', {}],
    ['consulUi', '/ui/dc1/services/cart/topology', {}],
  ])('of %s lead to %s', (tool, path, values) => {
    const url = link(tool);
    expect(url?.pathname).toBe(path);
    expect(Object.fromEntries(url?.searchParams ?? [])).toMatchObject(values);
  });

  it('of Tempo have the data source, the service and the time', () => {
    const panes = JSON.parse(link('tempo')?.searchParams.get('panes') ?? '');
    expect(panes.a).toMatchObject({
      datasource: 'uid-1',
      range: { from: '{fromMs}', to: '{toMs}' },
      queries: [{ filters: [{ value: ['cart.shop'] }] }],
    });
  });

  it.each<[Tool, string]>([
    ['kiali', 'istio'],
    ['linkerdViz', 'linkerd'],
    ['consulUi', 'consul'],
  ])('of %s are there for what %s has', (tool, mesh) => {
    const with_ = (meshes: string[]) =>
      anInstance({ membership: meshes.map(one => aMembership({ mesh: one })) });
    expect(link(tool, with_([mesh]))).toBeDefined();
    expect(link(tool, with_(ALL.filter(one => one !== mesh)))).toBeUndefined();
  });

  it('are those of the cluster where tools differ by cluster', () => {
    const addresses = new Map([
      ['kiali', { west: 'https://kiali-west.example' }] as const,
    ]);
    const of = (cluster: string) =>
      toolLinks({ instance: anInstance({ cluster }), aliases: {} }, addresses);
    expect(of('west')).toHaveLength(1);
    expect(of('east')).toEqual([]);
  });

  it('stay on the host that is configured, whatever names there are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        const aliases = { istio: c, consul: c };
        const workload = workloadView(aWorkload({ name: b }));
        const instance = anInstance({
          namespace: a,
          name: b,
          cluster: c,
          workloads: [workload],
        });
        for (const { tool, url } of toolLinks(
          { instance, aliases },
          new Map(Object.entries(ADDRESSES) as [Tool, string][]),
        )) {
          const { origin, hash } = new URL(url);
          expect(origin).toBe(new URL(ADDRESSES[tool as Tool]).origin);
          expect(hash).toBe('');
        }
      }),
    );
  });
});
