import { overlap, type Area, type Place, type Places } from './geometry';

/** What is placed as a whole: a frame with all that is in it, or a node alone. */
export interface PackedBlock {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** One that belongs to no frame stands near those that it has calls with. */
  readonly isLoose: boolean;
}

const GAP = 48;

/** How wide the drawing may become, as shares of what a square of all blocks would be. */
const WIDTHS = [1, 1.25, 1.5, 1.75, 2, 2.5];

/** The frame around the drawing is about twice as wide as high. */
const ROOM = { width: 2, height: 1 } as const;

/** How large something of this size can be drawn; the more, the better. */
export function fitOf({ width, height }: Pick<Area, 'width' | 'height'>) {
  return Math.min(ROOM.width / width, ROOM.height / height);
}

/** Spots right of and below what is placed, without overlap, as far as `width` goes. */
function freeSpots(
  block: PackedBlock,
  placed: readonly Area[],
  width: number,
): Place[] {
  const spots = [
    { x: 0, y: 0 },
    ...placed.flatMap(area => [
      { x: area.x + area.width + GAP, y: area.y },
      { x: area.x, y: area.y + area.height + GAP },
      { x: 0, y: area.y + area.height + GAP },
    ]),
  ];
  return spots.filter(
    spot =>
      (spot.x === 0 || spot.x + block.width <= width) &&
      placed.every(area => !overlap({ ...block, ...spot }, area, GAP)),
  );
}

function middle({ x, y, width, height }: Area): Place {
  return { x: x + width / 2, y: y + height / 2 };
}

/** How far a spot is from those that the block has calls with, in the middle. */
function away(block: Area, neighbours: readonly Area[]): number {
  const own = middle(block);
  const distances = neighbours.map(area => {
    const other = middle(area);
    return Math.hypot(own.x - other.x, own.y - other.y);
  });
  return distances.reduce((a, b) => a + b, 0) / (distances.length || 1);
}

interface Links {
  /** Ids of the blocks that a block has calls with. */
  of(id: string): readonly string[];
}

function packWithin(
  blocks: readonly PackedBlock[],
  links: Links,
  width: number,
): ReadonlyMap<string, Area> {
  const placed = new Map<string, Area>();
  for (const block of blocks) {
    const neighbours = block.isLoose
      ? links.of(block.id).flatMap(id => placed.get(id) ?? [])
      : [];
    const [best] = freeSpots(block, [...placed.values()], width)
      .map(spot => ({ ...spot, width: block.width, height: block.height }))
      .sort(
        (a, b) =>
          away(a, neighbours) - away(b, neighbours) || a.y - b.y || a.x - b.x,
      );
    placed.set(block.id, best);
  }
  return placed;
}

function extent(areas: readonly Area[]): Pick<Area, 'width' | 'height'> {
  return {
    width: Math.max(...areas.map(({ x, width }) => x + width)),
    height: Math.max(...areas.map(({ y, height }) => y + height)),
  };
}

/**
 * Corners of blocks that are put side by side so that all of them can be drawn as large
 * as possible: frames in their order, then what is loose into the gaps.
 */
export function packBlocks(
  blocks: readonly PackedBlock[],
  links: Links,
): Places {
  const ordered = [
    ...blocks.filter(({ isLoose }) => !isLoose),
    ...blocks.filter(({ isLoose }) => isLoose),
  ];
  const side = Math.sqrt(
    blocks.reduce(
      (sum, one) => sum + (one.width + GAP) * (one.height + GAP),
      0,
    ),
  );
  const [best] = WIDTHS.map(share => {
    const placed = packWithin(ordered, links, share * side);
    return { placed, fit: fitOf(extent([...placed.values()])) };
  }).sort((a, b) => b.fit - a.fit);
  return Object.fromEntries(
    [...best.placed].map(([id, { x, y }]) => [
      id,
      { x: Math.round(x), y: Math.round(y) },
    ]),
  );
}
