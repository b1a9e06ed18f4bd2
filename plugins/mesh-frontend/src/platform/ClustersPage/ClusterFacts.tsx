import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@meshport/plugin-mesh-common';
import { FactList } from '../../components/FactList';
import { meshTranslationRef } from '../../translation';
import { NetworkCell } from '../OverviewPage/NetworkCell';

/** What is known of a cluster beside its meshes. */
export function ClusterFacts({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { counts, aliases } = cluster;
  const named = Object.entries(aliases)
    .map(([system, alias]) => t('cluster.alias', { system, alias }))
    .join(', ');
  return (
    <FactList
      facts={[
        [t('clusters.kubernetes'), cluster.kubernetesVersion],
        [t('overview.network'), <NetworkCell key="n" cluster={cluster} />],
        [t('cluster.region'), cluster.region],
        [t('cluster.context'), cluster.kubectlContext],
        [t('cluster.aliases'), named],
        [
          t('cluster.namespaces'),
          counts.ignoredNamespaces > 0
            ? t('cluster.namespacesAndIgnored', {
                count: counts.ignoredNamespaces,
                namespaces: String(counts.namespaces),
              })
            : String(counts.namespaces),
        ],
        [t('clusters.services'), String(counts.services)],
        [t('cluster.workloads'), String(counts.workloads)],
        [
          t('overview.pods'),
          t('overview.meshedPods', {
            meshed: String(counts.meshedPods),
            pods: String(counts.pods),
          }),
        ],
      ]}
    />
  );
}
