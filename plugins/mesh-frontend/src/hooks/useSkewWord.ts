import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../translation';
import { skewSeconds } from '../view/setup';

/** How far the clock of a cluster is off: "in step", "12 seconds ahead". */
export function useSkewWord(): (milliseconds: number | undefined) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return milliseconds => {
    if (milliseconds === undefined) return '';
    const seconds = skewSeconds(milliseconds);
    if (seconds === 0) return t('setup.inStep');
    return seconds > 0
      ? t('setup.ahead', { count: seconds })
      : t('setup.behind', { count: -seconds });
  };
}
