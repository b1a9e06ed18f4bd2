import type { GraphNode } from '@meshport/plugin-mesh-common';

const SHAPES: Readonly<Record<GraphNode['kind'], string>> = {
  // Two boxes, one behind the other.
  service: 'M1 4h10v10H1zM2.5 5.5v7h7v-7zM5 1h10v10h-2V3H5z',
  // A box.
  workload: 'M2 2h12v12H2zM3.5 3.5v9h9v-9z',
  // An arrow through a wall.
  gateway: 'M7 1h2v4.5H7zM7 10.5h2V15H7zM1 7.2h10V5l4 3-4 3V8.8H1z',
  // A globe.
  external:
    'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.5c1 0 2 2.4 2 5.5s-1 5.5-2 5.5-2-2.4-2-5.5 1-5.5 2-5.5zM2.6 7.3h10.8v1.4H2.6z',
  // A question mark in a box.
  unknown:
    'M2 2h12v12H2zM3.5 3.5v9h9v-9zM7.2 10.2h1.6v1.6H7.2zM5.4 6.4a2.6 2.6 0 1 1 3.4 2.4v.7H7.2V7.6H8a1.1 1.1 0 1 0-1.1-1.2z',
  // An eye that is crossed out.
  hidden:
    'M8 3.5C4.5 3.5 2 6 .8 8 2 10 4.5 12.5 8 12.5s6-2.5 7.2-4.5C14 6 11.5 3.5 8 3.5zm0 1.6a2.9 2.9 0 1 1 0 5.8 2.9 2.9 0 0 1 0-5.8zM2.3 1.2 14.8 13.7l-1 1L1.3 2.2z',
};

/** What kind of end it is; decoration beside its name. Drawn plainly: graphs have many. */
export function KindShape({ kind }: Pick<GraphNode, 'kind'>) {
  return (
    <svg
      aria-hidden
      className="meshKind"
      viewBox="0 0 16 16"
      width="16"
      height="16"
    >
      <path d={SHAPES[kind]} fillRule="evenodd" />
    </svg>
  );
}
