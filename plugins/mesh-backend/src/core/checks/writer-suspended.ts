import { fluxCheck } from './engine/fluxCheck';

/**
 * A change that goes through Git arrives with the next reconciliation, which does not come.
 */
export const writerSuspended = fluxCheck(
  { id: 'writer-suspended', title: 'Flux is suspended' },
  ({ spec }) => Boolean(spec.suspend),
);
