import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSet,
  ClusterSummary,
  GraphNode,
} from '@meshport/plugin-mesh-common';
import { EntityLinks } from '../components/EntityLinks';
import { HealthBadge } from '../components/HealthBadge';
import type { Column } from '../components/table/Column';
import { meshTranslationRef } from '../translation';
import { displayNameOf, meshName } from '../view/names';
import { healthRank } from './callRanking';
import type { SortValue } from './edgeCells';
import { EndName } from './EndName';
import { useEndName } from './useEndName';

/** An end of calls with where it is in them. */
export interface End {
  readonly node: GraphNode;
  /** Calls away from what was asked for, negative for callers; absent where nothing was. */
  readonly distance?: number;
  readonly callers: number;
  readonly callees: number;
}

/** What the columns of the ends are sorted by. */
export const END_SORT: Readonly<Record<string, (end: End) => SortValue>> = {
  name: ({ node }) => node.name ?? '',
  kind: ({ node }) => node.kind,
  health: ({ node }) => healthRank(node.health),
  namespace: ({ node }) => node.namespace,
  cluster: ({ node }) => node.cluster,
  set: ({ node }) => node.set,
  mesh: ({ node }) => node.mesh,
  entity: ({ node }) => node.entityRef,
  distance: ({ distance }) => distance,
  callers: ({ callers }) => callers,
  callees: ({ callees }) => callees,
};

function useDistanceWords(): (end: End) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return ({ distance }) => {
    if (distance === undefined) return '';
    if (distance === 0) return t('ends.distanceNone');
    return distance < 0
      ? t('ends.distanceBefore', { count: -distance })
      : t('ends.distanceAfter', { count: distance });
  };
}

function words(
  column: Pick<Column<End>, 'id' | 'title' | 'align'>,
  text: (end: End) => string,
  code?: (end: End) => string,
): Column<End> {
  return {
    ...column,
    ...(column.id in END_SORT ? { sort: column.id } : {}),
    render: text,
    text,
    ...(code ? { code } : {}),
  };
}

function useStateColumns(): readonly Column<End>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const nameOf = useEndName();
  return [
    {
      id: 'name',
      title: t('ends.name'),
      sort: 'name',
      isName: true,
      minWidth: '9rem',
      render: ({ node }) => <EndName node={node} />,
      text: ({ node }) => nameOf(node),
      code: ({ node }) => node.name ?? '',
    },
    words(
      { id: 'kind', title: t('ends.kind') },
      ({ node }) => t(`end.${node.kind}`),
      ({ node }) => node.kind,
    ),
    {
      id: 'health',
      title: t('ends.health'),
      sort: 'health',
      render: ({ node }) => <HealthBadge health={node.health} />,
      text: ({ node }) => t(`health.${node.health}`),
      code: ({ node }) => node.health,
    },
  ];
}

/** The columns of the ends of calls: every fact of a node is in one of them. */
export function useEndColumns(places: {
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
}): readonly Column<End>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const distanceWords = useDistanceWords();
  const { sets, clusters } = places;
  const named = (name: string | undefined, read: (name: string) => string) =>
    name === undefined ? '' : read(name);
  return [
    ...useStateColumns(),
    words({ id: 'namespace', title: t('ends.namespace') }, ({ node }) =>
      named(node.namespace, name => name),
    ),
    words(
      { id: 'cluster', title: t('ends.cluster') },
      ({ node }) => named(node.cluster, name => displayNameOf(clusters, name)),
      ({ node }) => node.cluster ?? '',
    ),
    words(
      { id: 'set', title: t('ends.set') },
      ({ node }) =>
        named(
          node.set,
          name => sets.find(set => set.name === name)?.title ?? name,
        ),
      ({ node }) => node.set ?? '',
    ),
    words(
      { id: 'mesh', title: t('ends.mesh') },
      ({ node }) => named(node.mesh, meshName),
      ({ node }) => node.mesh ?? '',
    ),
    {
      id: 'entity',
      title: t('ends.entity'),
      sort: 'entity',
      render: ({ node }) => (
        <EntityLinks entityRefs={node.entityRef ? [node.entityRef] : []} />
      ),
      text: ({ node }) => node.entityRef ?? '',
    },
    words(
      { id: 'distance', title: t('ends.distance') },
      distanceWords,
      ({ distance }) => String(distance ?? ''),
    ),
    words({ id: 'callers', title: t('ends.callers'), align: 'right' }, end =>
      String(end.callers),
    ),
    words({ id: 'callees', title: t('ends.callees'), align: 'right' }, end =>
      String(end.callees),
    ),
    words({ id: 'id', title: t('ends.id') }, ({ node }) => node.id),
  ];
}
