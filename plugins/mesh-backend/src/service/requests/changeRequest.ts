import type { MeshRequest } from '@meshport/plugin-mesh-common';
import { type Outcome, refused } from '../../core/requests/outcome';
import type { RequestCommand } from '../../core/requests/RequestCommand';
import { transition } from '../../core/requests/transition';
import type { Clock } from '../../io/clock';
import type { RequestStore } from '../../io/database/RequestStore';

/** Each lost race means that somebody else has changed the request; that ends. */
const MOST_TRIES = 20;

/**
 * Gives a command to a request as it is stored now; of several who do so at once each is
 * answered by what the one before has made of it. Undefined: there is no such request.
 */
export async function changeRequest(
  id: string,
  command: RequestCommand | ((request: MeshRequest) => RequestCommand),
  { store, clock }: { readonly store: RequestStore; readonly clock: Clock },
): Promise<Outcome | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const request = await store.get(id);
    if (!request) return undefined;
    const now = new Date(clock.now()).toISOString();
    const given = typeof command === 'function' ? command(request) : command;
    const outcome = transition(request, given, now);
    if (outcome.kind === 'refused') return outcome;
    const stored = await store.replace(outcome.request);
    if (stored === 'stored') return outcome;
    if (stored === 'duplicate') return refused('duplicate');
  }
  return refused('busy');
}
