import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../translation';
import { isKnownMode } from '../view/names';

/** How a mesh carries traffic, in the reader's words; as it is for one not known here. */
export function useModeWord(): (mode: string) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return mode => (isKnownMode(mode) ? t(`mode.${mode}`) : mode);
}
