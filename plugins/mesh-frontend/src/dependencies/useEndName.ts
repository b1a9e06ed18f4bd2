import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { GraphNode } from '@meshport/plugin-mesh-common';
import { useCallback } from 'react';
import { meshTranslationRef } from '../translation';

/** What pages call an end of calls: `shop/cart`, a host, "a service you cannot see". */
export function useEndName(): (
  node: Pick<GraphNode, 'kind' | 'namespace' | 'name'>,
) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return useCallback(
    ({ kind, namespace, name }) => {
      if (kind === 'hidden') return t('end.hidden');
      if (name === undefined) return t('end.unnamed');
      return namespace === undefined ? name : `${namespace}/${name}`;
    },
    [t],
  );
}
