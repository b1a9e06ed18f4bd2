import { useApi } from '@backstage/frontend-plugin-api';
import type { Preflight, RequestForm } from '@meshport/plugin-mesh-common';
import useSWR from 'swr';
import { meshApiRef } from '../api/meshApiRef';

/** What a form would do now, and what speaks against it. */
export interface PreflightAnswer {
  readonly preflight?: Preflight;
  readonly error?: Error;
  readonly isChecking: boolean;
  checkAgain(): void;
}

/**
 * Works a form out against the live clusters. It is not asked again by itself: what is
 * read must not change while somebody reads it, and the server compares it on filing.
 */
export function usePreflight(form: RequestForm): PreflightAnswer {
  const mesh = useApi(meshApiRef);
  const { data, error, isValidating, mutate } = useSWR<Preflight, Error>(
    `mesh:preflight:${JSON.stringify(form)}`,
    () => mesh.preflight({ params: {}, body: { form } }),
    {
      revalidateOnFocus: false,
      revalidateOnReconnect: false,
      shouldRetryOnError: false,
    },
  );
  return {
    preflight: data,
    error,
    isChecking: isValidating,
    checkAgain: () => void mutate(),
  };
}
