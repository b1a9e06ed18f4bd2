import type { Health } from '@meshport/plugin-mesh-common';

/** A shape per state, so that no colour is needed to tell them apart. */
const SHAPES: Readonly<Record<Health, string>> = {
  // A disc with a tick cut out.
  healthy:
    'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7 11.4 3.9 8.3l1.2-1.2L7 9l4-4 1.1 1.2z',
  // A triangle with an exclamation mark cut out.
  degraded: 'M8 1 0.5 14.5h15zM7.2 6h1.6v4H7.2zm0 5h1.6v1.6H7.2z',
  // An octagon with a cross cut out.
  failing:
    'M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.7 4.6 4.6 5.7 6.9 8l-2.3 2.3 1.1 1.1L8 9.1l2.3 2.3 1.1-1.1L9.1 8l2.3-2.3-1.1-1.1L8 6.9z',
  // Two bars.
  idle: 'M3 2h4v12H3zM9 2h4v12H9z',
  // A ring with a question mark's dot.
  unknown:
    'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM7.2 4.5h1.6v4.6H7.2zm0 5.5h1.6v1.6H7.2z',
};

/** Health as a small shape; decoration beside its word. Drawn plainly: graphs have many. */
export function HealthShape({ health }: { health: Health }) {
  return (
    <svg
      aria-hidden
      className={`meshHealth meshHealth-${health}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
    >
      <path d={SHAPES[health]} fillRule="evenodd" />
    </svg>
  );
}
