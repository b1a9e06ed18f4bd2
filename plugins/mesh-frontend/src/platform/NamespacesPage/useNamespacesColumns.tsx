import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  NamespaceSummary,
} from '@meshport/plugin-mesh-common';
import { ClusterLink } from '../../components/ClusterLink';
import { MeshText } from '../../components/MeshText';
import { NamespaceLink } from '../../components/NamespaceLink';
import { Owners } from '../../components/Owners';
import { StatusBadge } from '../../components/StatusBadge';
import type { Column } from '../../components/table/Column';
import { useMeshModeWord } from '../../hooks/useMeshModeWord';
import { useMeshSentence } from '../../hooks/useMeshText';
import { useWriterWord } from '../../hooks/useWriterWord';
import { meshTranslationRef } from '../../translation';
import { displayNameOf, haveDisplayNames } from '../../view/names';

type Columns = readonly Column<NamespaceSummary>[];

function Name({ row }: { row: NamespaceSummary }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <NamespaceLink cluster={row.cluster} namespace={row.name} />
      {row.terminating && ` (${t('namespaces.terminating')})`}
    </>
  );
}

function useMeshColumns(): Columns {
  const { t } = useTranslationRef(meshTranslationRef);
  const meshMode = useMeshModeWord();
  return [
    {
      id: 'asksFor',
      title: t('namespaces.asksFor'),
      render: ({ asksFor }) => asksFor.map(meshMode).join(', ') || '–',
      text: ({ asksFor }) => asksFor.map(meshMode).join('; '),
    },
    {
      id: 'state',
      title: t('servicesPage.state'),
      sort: 'state',
      render: ({ state }) => <StatusBadge state={state} />,
      text: ({ state }) => t(`state.${state}`),
      code: ({ state }) => state,
    },
    {
      id: 'meshed',
      title: t('overview.pods'),
      sort: 'meshed',
      render: ({ meshes, pods }) =>
        meshes.length > 0
          ? meshes
              .map(one => `${meshMode(one)} ${one.enrolled}/${one.total}`)
              .join(', ')
          : `0/${pods}`,
      text: ({ meshes, pods }) =>
        meshes.length > 0
          ? meshes
              .map(one => `${meshMode(one)} ${one.enrolled}/${one.total}`)
              .join('; ')
          : `0/${pods}`,
    },
    {
      id: 'workloads',
      title: t('cluster.workloads'),
      sort: 'workloads',
      align: 'right',
      render: ({ workloads }) => workloads,
      text: ({ workloads }) => String(workloads),
    },
  ];
}

function usePeopleColumns(): Columns {
  const { t } = useTranslationRef(meshTranslationRef);
  const writerWord = useWriterWord();
  const sentence = useMeshSentence();
  return [
    {
      id: 'owners',
      title: t('servicesPage.owners'),
      sort: 'owner',
      render: ({ owners }) => <Owners owners={owners} />,
      text: ({ owners }) => owners.join('; '),
    },
    {
      id: 'writer',
      title: t('namespaces.writer'),
      render: ({ writer }) => writerWord(writer),
      text: ({ writer }) => writerWord(writer),
    },
    {
      id: 'needs',
      title: t('servicesPage.needs'),
      minWidth: '16rem',
      render: ({ needs }) =>
        needs ? <MeshText text={needs.fix ?? needs.text} /> : null,
      text: ({ needs }) => (needs ? sentence(needs.fix ?? needs.text) : ''),
      code: ({ needs }) => needs?.code ?? '',
    },
  ];
}

/** The columns of the list of namespaces. */
export function useNamespacesColumns(
  clusters: readonly ClusterSummary[],
): Columns {
  const { t } = useTranslationRef(meshTranslationRef);
  const meshColumns = useMeshColumns();
  const peopleColumns = usePeopleColumns();
  return [
    {
      id: 'name',
      title: t('servicesPage.namespace'),
      sort: 'name',
      isName: true,
      minWidth: '8rem',
      render: row => <Name row={row} />,
      text: ({ name, terminating }) =>
        terminating ? `${name} (${t('namespaces.terminating')})` : name,
    },
    {
      id: 'cluster',
      title: t('overview.cluster'),
      sort: 'cluster',
      render: ({ cluster }) => (
        <ClusterLink
          name={cluster}
          displayName={displayNameOf(clusters, cluster)}
        />
      ),
      text: ({ cluster }) => displayNameOf(clusters, cluster),
      code: haveDisplayNames(clusters) ? ({ cluster }) => cluster : undefined,
    },
    ...meshColumns,
    ...peopleColumns,
  ];
}
