import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../translation';

/** Mechanisms that the plugin has words for, of exports and of links. */
const KNOWN = [
  'cilium-global',
  'linkerd-mirror',
  'linkerd-federated',
  'cluster-mesh',
  'linkerd-link',
] as const;

/** How services get from one cluster to another, in words; the id where there are none. */
export function useMechanismWord(): (mechanism: string) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return mechanism => {
    const known = KNOWN.find(one => one === mechanism);
    return known ? t(`mechanism.${known}`) : mechanism;
  };
}
