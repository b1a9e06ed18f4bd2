import { extendPlaces } from './extendPlaces';
import {
  areaOf,
  framed,
  groupsOf,
  NODE_SIZE,
  type Area,
  type LayoutInput,
  type Places,
} from './geometry';
import { layoutGraph } from './layout';

/** Numbers in [0, 1) that are the same in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function aGraph(count: number, calls: number, seed = 1): LayoutInput {
  const next = numbersFrom(seed);
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    ...(index % 10 === 9 ? {} : { frame: `f${Math.floor(next() * 4)}` }),
  }));
  const pick = () => nodes[Math.floor(next() * count)].id;
  const edges = Array.from({ length: calls }, () => ({
    from: pick(),
    to: pick(),
  }));
  return { nodes, edges };
}

function overlapping(areas: readonly Area[]): number {
  return areas.filter((a, index) =>
    areas
      .slice(index + 1)
      .some(
        b =>
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      ),
  ).length;
}

const boxes = ({ nodes }: LayoutInput, places: Places) =>
  nodes.map(({ id }) => ({ ...places[id], ...NODE_SIZE }));

/** What is drawn of each group: a frame, or a node that stands alone. */
const frames = ({ nodes }: LayoutInput, places: Places) =>
  [...groupsOf(nodes).values()].flatMap(ids => {
    const area = areaOf(ids.map(id => places[id]));
    const isAlone = nodes.some(
      ({ id, frame }) => id === ids[0] && frame === undefined,
    );
    if (!area) return [];
    return [isAlone ? area : framed(area)];
  });

it('puts callers left of what they call', () => {
  const places = layoutGraph({
    nodes: [
      { id: 'db', frame: 'west' },
      { id: 'web', frame: 'west' },
      { id: 'cart', frame: 'west' },
      { id: 'bank' },
    ],
    edges: [
      { from: 'web', to: 'cart' },
      { from: 'cart', to: 'db' },
      { from: 'cart', to: 'bank' },
    ],
  });
  expect(places.web.x).toBeLessThan(places.cart.x);
  expect(places.cart.x).toBeLessThan(places.db.x);
  expect(places.cart.x).toBeLessThan(places.bank.x);
});

it.each([
  [0, 0],
  [1, 0],
  [1, 1],
  [12, 20],
  [120, 300],
])('lays %i nodes with %i calls out without overlaps', (count, calls) => {
  const graph = aGraph(count, calls);
  const places = layoutGraph(graph);
  expect(Object.keys(places)).toHaveLength(count);
  expect(overlapping(boxes(graph, places))).toBe(0);
  expect(overlapping(frames(graph, places))).toBe(0);
  expect(layoutGraph(graph)).toEqual(places);
});

it('moves what has not changed by 0 px over 20 refreshes, and overlaps nothing', () => {
  const next = numbersFrom(7);
  let graph = aGraph(60, 120);
  let places = layoutGraph(graph);
  for (let refresh = 0; refresh < 20; refresh++) {
    const before = places;
    const gone = graph.nodes[Math.floor(next() * graph.nodes.length)].id;
    const added = {
      id: `new${refresh}`,
      ...(refresh % 3 === 0 ? {} : { frame: `f${refresh % 4}` }),
    };
    const [caller] = graph.nodes;
    graph = {
      nodes: [...graph.nodes.filter(({ id }) => id !== gone), added],
      edges: [
        ...graph.edges.filter(({ from, to }) => from !== gone && to !== gone),
        { from: caller.id, to: added.id },
      ].reverse(),
    };
    places = extendPlaces(graph, places);
    expect(places).toMatchObject(before);
    expect(places[added.id]).toBeDefined();
    expect(overlapping(boxes(graph, places))).toBe(0);
  }
});

it('draws many clusters side by side, so that names can be read', () => {
  // A cluster calls the next one, which in one line would be a thin ribbon.
  const nodes = Array.from({ length: 90 }, (_, index) => ({
    id: `n${index}`,
    ...(index % 15 === 14 ? {} : { frame: `f${Math.floor(index / 10)}` }),
  }));
  const edges = nodes.slice(1).map(({ id }, index) => ({
    from: nodes[index].id,
    to: id,
  }));
  const places = layoutGraph({ nodes, edges });
  const area = areaOf(Object.values(places));
  expect(
    area && Math.min(1000 / area.width, 500 / area.height),
  ).toBeGreaterThan(0.2);
  expect(overlapping(boxes({ nodes, edges }, places))).toBe(0);
  expect(overlapping(frames({ nodes, edges }, places))).toBe(0);
});

it('gives a node that comes back the place that it had', () => {
  const graph = aGraph(10, 12);
  const places = layoutGraph(graph);
  const without = {
    nodes: graph.nodes.slice(1),
    edges: graph.edges.filter(({ from, to }) => from !== 'n0' && to !== 'n0'),
  };
  expect(extendPlaces(graph, extendPlaces(without, places))).toEqual(places);
});

it('puts a new cluster below the others', () => {
  const graph = aGraph(20, 30);
  const places = layoutGraph(graph);
  const grown = {
    ...graph,
    nodes: [
      ...graph.nodes,
      { id: 'a', frame: 'new' },
      { id: 'b', frame: 'new' },
    ],
  };
  const after = extendPlaces(grown, places);
  expect(overlapping(frames(grown, after))).toBe(0);
});
