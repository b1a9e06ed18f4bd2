/** How the same facts are shown. */
export type GraphView = 'graph' | 'table';

export const DIRECTIONS = ['both', 'callers', 'callees'] as const;
type Direction = (typeof DIRECTIONS)[number];

export const DEPTHS = [1, 2, 3] as const;
type Depth = (typeof DEPTHS)[number];

/** What of the calls is looked at, as the address of the page says it. */
export interface GraphState {
  /** Undefined: whatever suits the width of the page. */
  readonly view?: GraphView;
  readonly depth: Depth;
  readonly direction: Direction;
  readonly gateways: boolean;
  /** Text in the names of what is looked for. */
  readonly find: string;
  /** Ids of nodes that the reader has taken away. */
  readonly without: readonly string[];
}

/** Reads the address; values that mean nothing are as if they were not there. */
export function readGraphState(search: URLSearchParams): GraphState {
  const view = search.get('view');
  const depth = Number(search.get('depth'));
  const direction = search.get('direction');
  return {
    ...(view === 'graph' || view === 'table' ? { view } : {}),
    depth: DEPTHS.find(one => one === depth) ?? 1,
    direction: DIRECTIONS.find(one => one === direction) ?? 'both',
    gateways: search.get('gateways') === 'true',
    find: search.get('find') ?? '',
    without: search.getAll('without').filter(id => id !== ''),
  };
}

/** The address for a changed state; what is as by default is left out. */
export function writeGraphState(
  search: URLSearchParams,
  change: Partial<GraphState>,
): URLSearchParams {
  const after = { ...readGraphState(search), ...change };
  const result = new URLSearchParams(search);
  const set = (key: string, value: string | undefined) =>
    value ? result.set(key, value) : result.delete(key);
  set('view', after.view);
  set('depth', after.depth === 1 ? undefined : String(after.depth));
  set('direction', after.direction === 'both' ? undefined : after.direction);
  set('gateways', after.gateways ? 'true' : undefined);
  set('find', after.find);
  result.delete('without');
  for (const id of after.without) result.append('without', id);
  return result;
}
