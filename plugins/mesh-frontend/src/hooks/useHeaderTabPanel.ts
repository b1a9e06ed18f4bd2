import { useEffect, useRef, type RefObject } from 'react';

const SELECTED = '.bui-PluginHeader [role="tab"][aria-selected="true"]';

/**
 * The tabs in the header of a page say by an id which panel they control, and render
 * none: the content of the page, which `ref` is for, takes that id. Read after every
 * render, since the header may be drawn later than what is below it.
 */
export function useHeaderTabPanel<
  Panel extends HTMLElement,
>(): RefObject<Panel> {
  const ref = useRef<Panel>(null);
  useEffect(() => {
    const id = document.querySelector(SELECTED)?.getAttribute('aria-controls');
    if (id && ref.current) ref.current.id = id;
  });
  return ref;
}
