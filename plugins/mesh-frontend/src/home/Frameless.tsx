import type { ComponentRenderer } from '@backstage/plugin-home-react';

/**
 * The widgets of this plugin bring their own frame: its title is a heading, it has no
 * padding to spare, and it is not there at all where there is nothing to show.
 */
export const Frameless: ComponentRenderer['Renderer'] = ({ Content }) => (
  <Content />
);
