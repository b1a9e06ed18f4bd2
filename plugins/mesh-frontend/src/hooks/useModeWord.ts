import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../translation';

const KNOWN = ['sidecar', 'ambient', 'proxyless'] as const;

/** How a mesh carries traffic, in the reader's words; as it is for one not known here. */
export function useModeWord(): (mode: string) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return mode => {
    const known = KNOWN.find(one => one === mode);
    return known ? t(`mode.${known}`) : mode;
  };
}
