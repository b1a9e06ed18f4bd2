import type {
  Dependencies,
  Graph,
  GraphNode,
  Health,
} from '@meshport/plugin-mesh-common';
import { aCluster, aGolden, aText } from '../src/testing/answers';
import {
  aGraph,
  aHiddenNode,
  anEdge,
  aNode,
  someDependencies,
} from '../src/testing/graphs';

const CLUSTERS = ['north', 'south', 'east'] as const;

const basket = aNode('basket', {
  health: 'failing',
  entityRef: 'component:default/basket',
});
const web = aNode('web', { health: 'degraded' });
const stock = aNode('stock', { cluster: 'south', health: 'failing' });
const prices = aNode('prices');
const hidden = aHiddenNode();
const bank: GraphNode = {
  id: 'external|bank.example',
  kind: 'external',
  name: 'bank.example',
  health: 'unknown',
};

function someCalls(): Graph['edges'] {
  return [
    anEdge(web, basket, {
      golden: aGolden({ successRatio: 0.97 }),
      health: 'degraded',
    }),
    anEdge(hidden, basket, { mtls: 'unknown' }),
    anEdge(basket, stock, {
      health: 'failing',
      drift: 'undeclared',
      crossClusterOverheadMs: 4,
      golden: aGolden({
        requestRate: 4.2,
        successRatio: 0.53,
        errorsBy: [
          { reason: 'no-healthy-upstream', share: 0.92 },
          { reason: 'timeout', share: 0.08 },
        ],
      }),
    }),
    anEdge(basket, prices),
    anEdge(basket, bank, {
      ...{ protocol: 'tcp', mtls: false, health: 'unknown' },
      golden: {
        ...{ state: 'ok', windowSeconds: 300 },
        tcp: {
          connectionsPerSecond: 0.4,
          receivedBytesPerSecond: 1200,
          sentBytesPerSecond: 56_000,
        },
      },
    }),
  ];
}

/** A basket that fails because of the stock in another cluster. */
export function failingDependencies(): Dependencies {
  const callers = [web, hidden];
  const callees = [stock, prices, bank];
  return someDependencies({
    nodes: [basket, ...callers, ...callees],
    edges: someCalls(),
    focus: [basket.id],
    distance: {
      [basket.id]: 0,
      ...Object.fromEntries(callers.map(({ id }) => [id, -1])),
      ...Object.fromEntries(callees.map(({ id }) => [id, 1])),
    },
    drift: [
      {
        kind: 'undeclared',
        edge: `${basket.id}>${stock.id}`,
        entityRef: 'component:default/basket',
        dependsOn: 'component:default/stock',
        text: aText('basket calls stock, and the catalog does not say so.'),
        manifest: 'spec:\n  dependsOn:\n    - component:default/stock\n',
        location: 'url:https://git.example/shop/basket/catalog-info.yaml',
      },
    ],
    verdicts: [
      {
        ...{ set: 'production', namespace: 'shop', name: 'basket' },
        ...{ place: 'theirs', share: 0.92, reason: 'no-healthy-upstream' },
        text: aText(
          'Failing since 14:02. 92 % of the errors are calls to stock in south, which has no healthy endpoint.',
        ),
      },
    ],
  });
}

const HEALTHS: readonly Health[] = [
  ...(['healthy', 'healthy', 'healthy', 'degraded', 'failing'] as const),
  'unknown',
];

/** As many services and calls as asked for, over three clusters. */
export function largeGraph(services: number, calls: number): Graph {
  const nodes = Array.from({ length: services }, (_, index) =>
    aNode(`service-${index}`, {
      cluster: CLUSTERS[index % CLUSTERS.length],
      health: HEALTHS[index % HEALTHS.length],
    }),
  );
  const edges = Array.from({ length: calls }, (_, index) => {
    const round = Math.floor(index / services);
    return anEdge(
      nodes[(index * 7) % services],
      nodes[(index * 13 + round * 5 + 3) % services],
      {
        id: `edge-${index}`,
        health: HEALTHS[index % HEALTHS.length],
      },
    );
  });
  return aGraph({
    nodes,
    edges,
    clusters: CLUSTERS.map(name => aCluster(name)),
    truncated: { nodes: 1340, edges: 2100 },
  });
}
