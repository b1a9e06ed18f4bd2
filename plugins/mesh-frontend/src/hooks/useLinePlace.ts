import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../translation';
import { SERVICE_KIND, type ClusterLine } from '../view/clusterLines';

/** Names a line in sentences: its cluster, with its service where there are several. */
export function useLinePlace(): (line: ClusterLine) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return line =>
    line.isOneOfSeveral
      ? t('card.serviceIn', {
          service:
            line.kind === SERVICE_KIND
              ? line.name
              : `${line.kind} ${line.name}`,
          cluster: line.cluster.displayName,
        })
      : line.cluster.displayName;
}
