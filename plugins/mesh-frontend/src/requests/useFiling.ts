import { useApi } from '@backstage/frontend-plugin-api';
import {
  MeshApiError,
  type Preflight,
  type RequestDetails,
} from '@meshport/plugin-mesh-common';
import { useState } from 'react';
import { meshApiRef } from '../api/meshApiRef';
import { useRequestsChanged } from './useRequestCommand';

const CONFLICT = 409;

interface Given {
  /** As it was read: exactly its changes are asked for. */
  readonly preflight: Preflight;
  readonly reason: string;
  readonly accepts: readonly string[];
}

/** Asks for what a preflight shows, once at a time; keeps why it was refused. */
export function useFiling(checkAgain: () => void) {
  const mesh = useApi(meshApiRef);
  const changed = useRequestsChanged();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [filed, setFiled] = useState<RequestDetails>();
  const file = async ({ preflight, reason, accepts }: Given) => {
    const { form, hash } = preflight;
    setSending(true);
    setFailure(undefined);
    try {
      const body = { form, hash, reason, accepts: [...accepts] };
      setFiled(await mesh.fileRequest({ params: {}, body }));
      void changed();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      // What was read is no longer so: what is so now has to be there to be read.
      if (error instanceof MeshApiError && error.status === CONFLICT) {
        checkAgain();
      }
    } finally {
      setSending(false);
    }
  };
  return { sending, failure, filed, file };
}
