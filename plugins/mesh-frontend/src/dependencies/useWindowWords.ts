import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../translation';

/** "in the last 5 min", for the seconds that rates are counted over. */
export function useWindowWords(): (windowSeconds: number) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return seconds =>
    seconds % 60 === 0
      ? t('dependencies.inMinutes', { count: seconds / 60 })
      : t('dependencies.inSeconds', { count: seconds });
}
