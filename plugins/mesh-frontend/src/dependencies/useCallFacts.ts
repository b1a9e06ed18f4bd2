import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Edge } from '@meshport/plugin-mesh-common';
import { useCallback } from 'react';
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

/** How much goes over an edge and how well, in a few words each. */
export function useCallFacts(): (edge: Edge) => readonly string[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  return useCallback(
    ({ golden }) => {
      const { state, requestRate, successRatio, tcp } = golden;
      if (!hasNumbers(golden)) {
        return [
          state === 'no-traffic' ? t('call.noTraffic') : t('call.notCounted'),
        ];
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
