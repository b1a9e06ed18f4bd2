import { useApi } from '@backstage/frontend-plugin-api';
import type {
  MeshClient,
  MeshRequest,
  RequestCommandName,
  RequestDetails,
} from '@meshport/plugin-mesh-common';
import { useSWRConfig } from 'swr';
import { meshApiRef } from '../api/meshApiRef';

/** What can be done with a request by saying no more than why. */
export type SimpleCommand = Exclude<RequestCommandName, 'resubmit'>;

interface Given {
  readonly command: SimpleCommand;
  /** As it was looked at: its hash is what is approved. */
  readonly request: Pick<MeshRequest, 'id' | 'hash'>;
  readonly comment: string;
}

function send(
  mesh: MeshClient,
  { command, request, comment }: Given,
): Promise<RequestDetails> {
  const params = { id: request.id };
  const said = comment === '' ? {} : { comment };
  switch (command) {
    case 'approve':
      return mesh.approveRequest({
        params,
        body: { hash: request.hash, ...said },
      });
    case 'reject':
      return mesh.rejectRequest({ params, body: { comment } });
    case 'ask-for-changes':
      return mesh.askForChanges({ params, body: { comment } });
    case 'comment':
      return mesh.commentOnRequest({ params, body: { comment } });
    case 'withdraw':
      return mesh.withdrawRequest({ params, body: said });
    case 'recheck':
      return mesh.recheckRequest({ params, body: said });
    case 'continue':
      return mesh.continueRequest({ params, body: said });
    case 'pause':
      return mesh.pauseRequest({ params, body: said });
    case 'retry':
      return mesh.retryRequest({ params, body: said });
    default:
      throw new Error(`There is no command ${String(command satisfies never)}`);
  }
}

/** Everything that is shown of requests is asked for anew. */
export function useRequestsChanged(): () => Promise<unknown> {
  const { mutate } = useSWRConfig();
  return () =>
    mutate(key => typeof key === 'string' && key.startsWith('mesh:request'));
}

/** Gives a command to the server; afterwards all pages show what became of it. */
export function useRequestCommand(): (given: Given) => Promise<RequestDetails> {
  const mesh = useApi(meshApiRef);
  const changed = useRequestsChanged();
  return async given => {
    try {
      return await send(mesh, given);
    } finally {
      // Also where it was refused: the request is not as it was looked at.
      void changed();
    }
  };
}
