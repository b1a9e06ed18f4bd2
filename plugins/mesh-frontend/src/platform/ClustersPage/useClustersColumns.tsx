import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Cluster,
  ClusterSet,
  ClusterSummary,
} from '@meshport/plugin-mesh-common';
import { ClusterLink } from '../../components/ClusterLink';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import type { Column } from '../../components/table/Column';
import { meshTranslationRef } from '../../translation';
import { haveDisplayNames } from '../../view/names';
import { bytes, cores, footprintSum } from '../../view/units';

type Columns = readonly Column<Cluster>[];

/** What the meshes ask for: `1.5 CPU, 2 GiB`; nothing where none is installed. */
function footprintText({ footprint }: Cluster): string {
  if (footprint.length === 0) return '';
  const { cpuMillicores, memoryBytes } = footprintSum(footprint);
  return `${cores(cpuMillicores)} CPU, ${bytes(memoryBytes)}`;
}

function useCountColumns(): Columns {
  const { t } = useTranslationRef(meshTranslationRef);
  const meshed = ({ counts }: Cluster) =>
    t('overview.meshedPods', {
      meshed: String(counts.meshedPods),
      pods: String(counts.pods),
    });
  return [
    {
      id: 'services',
      title: t('clusters.services'),
      align: 'right',
      render: ({ counts }) => counts.services,
      text: ({ counts }) => String(counts.services),
    },
    {
      id: 'pods',
      title: t('overview.pods'),
      sort: 'meshed',
      align: 'right',
      render: meshed,
      text: meshed,
    },
    {
      id: 'footprint',
      title: t('clusters.footprint'),
      align: 'right',
      render: cluster => footprintText(cluster) || '–',
      text: footprintText,
    },
  ];
}

/** The columns of the list of clusters; `sets` and `clusters` are those of the answer. */
export function useClustersColumns({
  sets,
  clusters,
}: {
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
}): Columns {
  const { t } = useTranslationRef(meshTranslationRef);
  const counts = useCountColumns();
  const setTitle = ({ set }: Cluster) =>
    sets.find(({ name }) => name === set)?.title ?? set;
  const meshes = (cluster: Cluster) =>
    cluster.meshes.map(({ title }) => title).join(', ');
  return [
    {
      id: 'cluster',
      title: t('overview.cluster'),
      sort: 'name',
      isName: true,
      minWidth: '8rem',
      render: ({ name, displayName }) => (
        <ClusterLink {...{ name, displayName }} />
      ),
      text: ({ displayName }) => displayName,
      code: haveDisplayNames(clusters) ? ({ name }) => name : undefined,
    },
    {
      id: 'status',
      title: t('clusters.status'),
      sort: 'status',
      render: ({ status }) => <ClusterStatusBadge status={status} />,
      text: ({ status }) => t(`clusterStatus.${status}`),
      code: ({ status }) => status,
    },
    {
      id: 'set',
      title: t('clusters.set'),
      sort: 'place',
      render: setTitle,
      text: setTitle,
    },
    {
      id: 'kubernetes',
      title: t('clusters.kubernetes'),
      render: ({ kubernetesVersion }) => kubernetesVersion ?? '–',
      text: ({ kubernetesVersion = '' }) => kubernetesVersion,
    },
    {
      id: 'meshes',
      title: t('clusters.meshes'),
      render: cluster => meshes(cluster) || '–',
      text: meshes,
    },
    ...counts,
  ];
}
