import { useState } from 'react';
import { heldOrder } from '../view/heldOrder';

/** Handlers for the element whose rows must not move under the reader's eyes. */
export interface HoldHandlers {
  onPointerEnter(): void;
  onPointerLeave(): void;
  onFocus(): void;
  onBlur(): void;
}

/**
 * Keeps the order of rows while the pointer or the focus is on them: a live update
 * changes what a row says, but never moves it away from whoever is reading it.
 */
export function useHeldOrder(current: readonly string[]): {
  order: readonly string[];
  hold: HoldHandlers;
} {
  const [pointed, setPointed] = useState<readonly string[]>();
  const [focused, setFocused] = useState<readonly string[]>();
  const held = pointed ?? focused;
  const order = held ? heldOrder(held, current) : current;
  return {
    order,
    hold: {
      onPointerEnter: () => setPointed(order),
      onPointerLeave: () => setPointed(undefined),
      onFocus: () => setFocused(before => before ?? order),
      onBlur: () => setFocused(undefined),
    },
  };
}
