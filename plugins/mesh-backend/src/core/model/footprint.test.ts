import type { KindState } from '@meshport/plugin-mesh-node';
import { aSnapshot, type KubeObject } from '@meshport/plugin-mesh-node/testing';
import { footprintOf } from './footprint';

const GiB = 2 ** 30;

function aNode(allocatable?: Record<string, string>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${allocatable?.cpu}` },
    status: { allocatable },
  };
}

function footprint(
  nodes: readonly KubeObject[],
  asked: { cpuMillicores: number; memoryBytes: number },
  states?: Readonly<Record<string, Omit<KindState, 'items'>>>,
) {
  const part = { mesh: 'istio', part: 'proxies', pods: 2, ...asked } as const;
  const adapted = [
    { mesh: 'istio', fragment: { workloads: [], footprint: [part] } },
    { mesh: 'silent', fragment: { workloads: [] } },
  ];
  return footprintOf(aSnapshot(nodes, { states }), adapted);
}

describe('footprintOf', () => {
  const nodes = [
    aNode({ cpu: '2', memory: '8Gi' }),
    aNode({ cpu: '6000m', memory: '8Gi' }),
  ];

  it.each<[string, number, number, number]>([
    ['processors', 800, GiB, 0.1],
    ['memory', 80, 4 * GiB, 0.25],
    ['nothing', 0, 0, 0],
  ])(
    'takes the larger share: of %s',
    (_, cpuMillicores, memoryBytes, share) => {
      expect(footprint(nodes, { cpuMillicores, memoryBytes })).toEqual([
        {
          mesh: 'istio',
          part: 'proxies',
          pods: 2,
          cpuMillicores,
          memoryBytes,
          shareOfAllocatable: share,
        },
      ]);
    },
  );

  const asked = { cpuMillicores: 100, memoryBytes: GiB };
  it.each<[string, readonly KubeObject[], Parameters<typeof footprint>[2]]>([
    ['there are none', [], {}],
    ['they do not say', [aNode()], {}],
    ['they say nonsense', [aNode({ cpu: 'many', memory: '8Gi' })], {}],
    ['they cannot be read', nodes, { nodes: { status: 'forbidden' } }],
  ])('has no share of nodes while %s', (_, found, states) => {
    expect(footprint(found, asked, states)).toEqual([
      { mesh: 'istio', part: 'proxies', pods: 2, ...asked },
    ]);
  });
});
