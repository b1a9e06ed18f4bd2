/** Pixels that one end of calls takes. */
export const NODE_SIZE = { width: 208, height: 60 } as const;

/** Between the border of a frame and what is in it; the title stands above. */
const FRAME_PADDING = { side: 20, top: 36 } as const;

/** Left upper corner, in pixels of the unscaled graph. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where nodes are, by id. */
export type Places = Readonly<Record<string, Place>>;

/** What decides places; `frame` groups nodes, those without one stand alone. */
export interface LayoutInput {
  readonly nodes: readonly { readonly id: string; readonly frame?: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** A rectangle in pixels of the unscaled graph. */
export interface Area extends Place {
  readonly width: number;
  readonly height: number;
}

/** The smallest area around nodes at these places; undefined around nothing. */
export function areaOf(places: readonly Place[]): Area | undefined {
  if (places.length === 0) return undefined;
  const x = Math.min(...places.map(place => place.x));
  const y = Math.min(...places.map(place => place.y));
  return {
    x,
    y,
    width: Math.max(...places.map(place => place.x)) + NODE_SIZE.width - x,
    height: Math.max(...places.map(place => place.y)) + NODE_SIZE.height - y,
  };
}

/** What a frame around this area covers. */
export function framed(area: Area): Area {
  const { side, top } = FRAME_PADDING;
  return {
    x: area.x - side,
    y: area.y - top,
    width: area.width + 2 * side,
    height: area.height + side + top,
  };
}

/** Nodes by frame; one without a frame is a group of its own. */
export function groupsOf(
  nodes: LayoutInput['nodes'],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, frame } of nodes) {
    const key = frame === undefined ? `alone ${id}` : `frame ${frame}`;
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return groups;
}

/** Do these areas come closer to each other than `gap`? */
export function overlap(a: Area, b: Area, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap &&
    b.x < a.x + a.width + gap &&
    a.y < b.y + b.height + gap &&
    b.y < a.y + a.height + gap
  );
}
