import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { GraphNode } from '@meshport/plugin-mesh-common';
import { useRef } from 'react';
import type { TableFilter } from '../../components/table/Column';
import { meshTranslationRef } from '../../translation';

/**
 * Filter by namespace. A filtered answer holds few namespaces, so those that were seen
 * before stay to choose from.
 */
export function useNamespaceFilter(nodes: readonly GraphNode[]): TableFilter {
  const { t } = useTranslationRef(meshTranslationRef);
  const seen = useRef(new Set<string>());
  for (const { namespace } of nodes) {
    if (namespace !== undefined) seen.current.add(namespace);
  }
  return {
    id: 'namespace',
    title: t('ends.namespace'),
    options: [...seen.current]
      .sort((a, b) => a.localeCompare(b))
      .map(value => ({ value, label: value })),
  };
}
