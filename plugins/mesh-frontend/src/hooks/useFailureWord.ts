import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { meshTranslationRef } from '../translation';

/** Reasons of failures that the page has words for. */
const KNOWN = [
  'server-error',
  'no-healthy-upstream',
  'upstream-unreachable',
  'timeout',
  'connection-lost',
  'no-route',
  'denied',
  'tls-failure',
  'circuit-breaker',
  'rate-limited',
  'grpc-error',
  'retries-exhausted',
  'identity-error',
  'other',
] as const;

/** Words for a reason of failures; its own name where a mesh brought it. */
export function useFailureWord(): (reason: string) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return useCallback(
    reason => {
      const known = KNOWN.find(one => one === reason);
      return known ? t(`failure.${known}`) : reason;
    },
    [t],
  );
}
