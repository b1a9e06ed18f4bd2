import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Edge } from '@meshport/plugin-mesh-common';
import { useCallback } from 'react';
import { useFailureWord } from '../hooks/useFailureWord';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';
import { hasNumbers } from '../view/goldenState';

const MTLS_KEYS = new Map<Edge['mtls'], 'yes' | 'no' | 'mixed' | 'unknown'>([
  [true, 'yes'],
  [false, 'no'],
  ['mixed', 'mixed'],
  ['unknown', 'unknown'],
]);

/** Key of the words about encryption. */
export function mtlsKey(mtls: Edge['mtls']) {
  return MTLS_KEYS.get(mtls) ?? 'unknown';
}

/** How much goes over an edge and how well, in a few words each; nothing where that is not known. */
export function useCallNumbers(): (edge: Edge) => readonly string[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  return useCallback(
    ({ golden }) => {
      const { state, requestRate, successRatio, tcp } = golden;
      if (!hasNumbers(golden)) {
        return state === 'ok' || state === 'stale'
          ? []
          : [t(`edges.state.${state}`)];
      }
      if (requestRate !== undefined) {
        return [
          format('requests', requestRate),
          ...(successRatio === undefined
            ? []
            : [t('call.success', { share: format('success', successRatio) })]),
        ];
      }
      return tcp
        ? [format('bytes', tcp.receivedBytesPerSecond + tcp.sentBytesPerSecond)]
        : [];
    },
    [t, format],
  );
}

/** The same, and why most of the failed calls failed. */
export function useCallFacts(): (edge: Edge) => readonly string[] {
  const numbersOf = useCallNumbers();
  const failureWord = useFailureWord();
  return useCallback(
    edge => {
      const [worst] = edge.golden.errorsBy ?? [];
      return [
        ...numbersOf(edge),
        ...(worst ? [failureWord(worst.reason)] : []),
      ];
    },
    [numbersOf, failureWord],
  );
}
