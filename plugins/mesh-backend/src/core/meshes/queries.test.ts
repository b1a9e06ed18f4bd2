import type { Mesh } from '@meshport/plugin-mesh-node';
import { builtInMeshes } from '.';

const idsOf = ({ queries }: Mesh, onlyForEdges: boolean) =>
  (queries?.queries ?? [])
    .filter(query => (query.onlyForEdges ?? false) === onlyForEdges)
    .map(({ id }) => id)
    .sort();

describe('queries of meshes', () => {
  it.each([
    [
      'cilium',
      [
        'hubble-connections',
        'hubble-first-failures',
        'hubble-latency',
        'hubble-requests',
      ],
    ],
    ['consul', ['consul-inbound', 'consul-inbound-tcp', 'consul-latency']],
    [
      'istio',
      ['istio-first-failures', 'istio-latency', 'istio-requests', 'istio-tcp'],
    ],
    [
      'linkerd',
      [
        'linkerd-first-inbound',
        'linkerd-inbound',
        'linkerd-inbound-tcp',
        'linkerd-latency',
      ],
    ],
  ])('without which services of %s are not known are these', (id, ids) => {
    const mesh = builtInMeshes.find(one => one.id === id);
    expect(mesh && idsOf(mesh, false)).toEqual(ids);
  });

  it('have an id each, by which failures are told apart', () => {
    const ids = builtInMeshes.flatMap(({ queries }) =>
      [
        ...(queries?.queries ?? []),
        ...(queries?.totals ?? []),
        ...(queries?.series ?? []),
      ].map(({ id }) => id),
    );
    expect(ids).toEqual([...new Set(ids)]);
  });
});
