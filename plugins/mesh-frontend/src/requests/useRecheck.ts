import type { RequestDetails } from '@meshport/plugin-mesh-common';
import { useEffect, useRef, useState } from 'react';
import { useRequestCommand } from './useRequestCommand';

/** What was checked less than this ago is not checked again by opening it. */
const FRESH_MS = 60_000;

/** How the check on opening a request stands. */
export interface Recheck {
  readonly running: boolean;
  /** Why it was not possible. */
  readonly failure?: string;
}

function isDue({ request, commands }: RequestDetails): boolean {
  const may = commands.some(
    ({ command, allowed }) => command === 'recheck' && allowed,
  );
  return may && Date.now() - Date.parse(request.preflight.at) > FRESH_MS;
}

/** Checks a request against the live clusters, once, when somebody opens it. */
export function useRecheck(details: RequestDetails): Recheck {
  const give = useRequestCommand();
  const [state, setState] = useState<Recheck>({ running: false });
  const asked = useRef<string>();
  const { id } = details.request;
  const due = isDue(details);
  useEffect(() => {
    if (asked.current === id) return;
    asked.current = id;
    if (!due) return;
    setState({ running: true });
    give({ command: 'recheck', request: details.request, comment: '' }).then(
      () => setState({ running: false }),
      (error: Error) => setState({ running: false, failure: error.message }),
    );
  }, [id, due, give, details.request]);
  return state;
}
