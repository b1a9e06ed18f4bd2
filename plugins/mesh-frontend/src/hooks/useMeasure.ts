import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { meshTranslationRef } from '../translation';
import { measure, type MeasureKind } from '../view/measures';
import { useLocale } from './useLocale';

/** Writes a number of an answer with its unit, in the reader's language. */
export function useMeasure(): (kind: MeasureKind, value: number) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  const locale = useLocale();
  return useCallback(
    (kind, number) => {
      const { value, unit } = measure(kind, number, locale);
      return t(`unit.${unit}`, { value });
    },
    [t, locale],
  );
}
