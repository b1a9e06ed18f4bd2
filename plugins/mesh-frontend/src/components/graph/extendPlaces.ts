import {
  areaOf,
  framed,
  groupsOf,
  NODE_SIZE,
  overlap,
  type Area,
  type LayoutInput,
  type Place,
  type Places,
} from './geometry';
import { layoutGraph } from './layout';

const STEP = { x: NODE_SIZE.width + 40, y: NODE_SIZE.height + 28 } as const;

/** How far around its neighbour a free spot is looked for. */
const REACH = 12;

/** Kept free around every node. */
const MARGIN = 12;

/** Spots around one, the nearest first; below before beside. */
const AROUND: readonly Place[] = Array.from(
  { length: (2 * REACH + 1) ** 2 },
  (_, index) => ({
    x: (index % (2 * REACH + 1)) - REACH,
    y: Math.floor(index / (2 * REACH + 1)) - REACH,
  }),
).sort(
  (a, b) =>
    Math.abs(a.x) * 3 + Math.abs(a.y) - (Math.abs(b.x) * 3 + Math.abs(b.y)) ||
    b.x - a.x ||
    b.y - a.y,
);

type Groups = ReadonlyMap<string, readonly string[]>;

interface Taken {
  readonly places: Places;
  /** Of every other group; a spot must not make the own frame reach into one. */
  readonly others: readonly Area[];
  readonly own: readonly Place[];
}

function isFree(spot: Place, { places, others, own }: Taken): boolean {
  const box = { ...spot, ...NODE_SIZE };
  const grown = areaOf([...own, spot]);
  return (
    Object.values(places).every(
      place => !overlap(box, { ...place, ...NODE_SIZE }, MARGIN),
    ) &&
    (grown === undefined ||
      others.every(area => !overlap(framed(grown), area, MARGIN)))
  );
}

/** Below everything, where there is always room. */
function below(places: Places): Place {
  const all = areaOf(Object.values(places));
  return all
    ? { x: all.x, y: all.y + all.height + 2 * STEP.y }
    : { x: 0, y: 0 };
}

function besideGroup(taken: Taken, near: Place): Place {
  const spot = AROUND.map(({ x, y }) => ({
    x: near.x + x * STEP.x,
    y: near.y + y * STEP.y,
  })).find(candidate => isFree(candidate, taken));
  return spot ?? below(taken.places);
}

function areasOf(groups: Groups, places: Places): ReadonlyMap<string, Area> {
  return new Map(
    [...groups].flatMap(([group, ids]) => {
      const area = areaOf(ids.flatMap(id => places[id] ?? []));
      return area ? [[group, framed(area)] as const] : [];
    }),
  );
}

/** The places of a group that is new as a whole, below all others. */
function newGroup(
  ids: readonly string[],
  { edges }: LayoutInput,
  places: Places,
): Places {
  const corner = below(places);
  const inner = layoutGraph({
    nodes: ids.map(id => ({ id, frame: 'new' })),
    edges: edges.filter(
      ({ from, to }) => ids.includes(from) && ids.includes(to),
    ),
  });
  return Object.fromEntries(
    Object.entries(inner).map(([id, { x, y }]) => [
      id,
      { x: corner.x + x, y: corner.y + y },
    ]),
  );
}

/** The places with that of one more member of a group that has some already. */
function withMember(
  id: string,
  group: string,
  { edges, groups }: { edges: LayoutInput['edges']; groups: Groups },
  places: Places,
): Places {
  const ids = groups.get(group) ?? [];
  const own = ids.flatMap(other => places[other] ?? []);
  const neighbour = edges
    .flatMap(({ from, to }) => {
      if (from === id) return [to];
      return to === id ? [from] : [];
    })
    .find(other => ids.includes(other) && places[other]);
  const near = (neighbour && places[neighbour]) || own[own.length - 1];
  const others = [...areasOf(groups, places)].flatMap(([other, area]) =>
    other === group ? [] : [area],
  );
  return { ...places, [id]: besideGroup({ places, own, others }, near) };
}

/**
 * Places for a graph that has changed a little: what has a place keeps it to the pixel,
 * what is new is put where there is room, beside what it calls or is called by. Places of
 * nodes that are gone are kept, since calls come and go.
 */
export function extendPlaces(input: LayoutInput, before: Places): Places {
  const groups = groupsOf(input.nodes);
  return [...groups].reduce((places, [group, ids]) => {
    const missing = ids.filter(id => !places[id]);
    return missing.length === ids.length
      ? { ...places, ...newGroup(ids, input, places) }
      : missing.reduce(
          (known, id) =>
            withMember(id, group, { edges: input.edges, groups }, known),
          places,
        );
  }, before);
}
