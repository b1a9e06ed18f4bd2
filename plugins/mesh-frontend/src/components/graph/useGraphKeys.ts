import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback, useRef, type KeyboardEvent, type RefObject } from 'react';
import { NODE_SIZE, type Places } from './geometry';
import { walk, WALK_KEYS, type Walkable } from './walk';

/** Below this nobody can read what the keyboard is on. */
const LEGIBLE_ZOOM = 0.6;

/** Is the whole node in what is drawn? */
function isInView(
  { x, y }: Places[string],
  [left, top, zoom]: readonly [number, number, number],
  { width, height }: { readonly width: number; readonly height: number },
): boolean {
  const from = { x: x * zoom + left, y: y * zoom + top };
  return (
    zoom >= LEGIBLE_ZOOM &&
    from.x >= 0 &&
    from.y >= 0 &&
    from.x + NODE_SIZE.width * zoom <= width &&
    from.y + NODE_SIZE.height * zoom <= height
  );
}

/** Moves the drawing until a node can be seen, and no further than needed. */
function useReveal(places: Places): (id: string) => void {
  const { setCenter } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    id => {
      const place = places[id];
      const { transform, width, height } = store.getState();
      if (!place || isInView(place, transform, { width, height })) return;
      void setCenter(
        place.x + NODE_SIZE.width / 2,
        place.y + NODE_SIZE.height / 2,
        { zoom: Math.max(transform[2], LEGIBLE_ZOOM), duration: 0 },
      );
    },
    [places, setCenter, store],
  );
}

/**
 * Keys of a graph: arrows, Home and End lead from node to node, Enter opens, Space shows
 * details and Escape puts them away. The node itself is read from the event.
 */
export function useGraphKeys(
  container: RefObject<HTMLElement>,
  graph: Walkable,
  act: {
    onCurrent(id: string): void;
    onSelect(id: string): void;
    onOpen(id: string): void;
    onClose(): void;
  },
): {
  reveal(id: string): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
} {
  const reveal = useReveal(graph.places);
  const latest = useRef({ graph, act });
  latest.current = { graph, act };
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const { target, key } = event;
      const id = target instanceof HTMLElement && target.dataset.node;
      if (!id || event.altKey || event.ctrlKey || event.metaKey) return;
      const { onCurrent, onSelect, onOpen, onClose } = latest.current.act;
      if (key === 'Enter') onOpen(id);
      else if (key === ' ') onSelect(id);
      else if (key === 'Escape') onClose();
      else {
        const walkKey = WALK_KEYS.find(one => one === key);
        if (!walkKey) return;
        const next = walk(latest.current.graph, id, walkKey);
        if (next) {
          onCurrent(next);
          reveal(next);
          container.current
            ?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)
            ?.focus({ preventScroll: true });
        }
      }
      // The page must not scroll under whoever walks through the graph.
      event.preventDefault();
    },
    [container, reveal],
  );
  return { reveal, onKeyDown };
}
