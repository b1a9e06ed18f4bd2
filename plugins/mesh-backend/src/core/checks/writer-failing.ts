import { fluxCheck } from './engine/fluxCheck';

/**
 * As long as the whole cannot be applied, no part of it is.
 */
export const writerFailing = fluxCheck(
  { id: 'writer-failing', title: 'Flux fails' },
  ({ status }) =>
    status.conditions.some(
      ({ type, status: is }) => type === 'Ready' && is === 'False',
    ),
);
