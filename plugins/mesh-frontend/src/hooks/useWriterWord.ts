import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Writer } from '@meshport/plugin-mesh-common';
import { meshTranslationRef } from '../translation';

/** Who keeps an object as it is: "Flux Kustomization apps", "nobody known". */
export function useWriterWord(): (writer: Writer) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return ({ kind, name = '' }) =>
    kind === 'unknown'
      ? t('writer.unknown')
      : t(`writer.${kind}`, { name }).trim();
}
