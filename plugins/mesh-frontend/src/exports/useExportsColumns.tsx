import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSet,
  ClusterSummary,
  ExportView,
  Reason,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { MeshText } from '../components/MeshText';
import type { Column } from '../components/table/Column';
import { useMeshSentence } from '../hooks/useMeshText';
import { serviceRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';
import { displayNameOf } from '../view/names';
import { ExportStateBadge } from './ExportStateBadge';
import { useMechanismWord } from './useMechanismWord';

function ServiceLink({ exported }: { exported: ExportView }) {
  const { set, namespace, name } = exported;
  const route = useRouteRef(serviceRouteRef);
  return route ? (
    <Link to={route({ set, namespace, name })}>{name}</Link>
  ) : (
    <>{name}</>
  );
}

/** A line per cluster: what it is called there, and whether it can be used. */
function Targets(props: {
  exported: ExportView;
  clusters: readonly ClusterSummary[];
}) {
  const { exported, clusters } = props;
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 0.5 }}
    >
      {exported.to.map(({ cluster, state, as }) => (
        <Box component="li" key={cluster} sx={{ minWidth: '9rem' }}>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              alignItems: 'center',
              columnGap: 0.75,
            }}
          >
            {displayNameOf(clusters, cluster)}:{' '}
            <ExportStateBadge state={state} />
          </Box>
          {as && as.name !== exported.name && (
            <Box sx={{ color: 'text.secondary' }}>{as.name}</Box>
          )}
        </Box>
      ))}
    </Box>
  );
}

/** What stands first has to be mended first. */
function needsOf({ reasons, to }: ExportView): Reason | undefined {
  const worst = to.find(({ state }) => state === 'missing') ?? to[0];
  const others = to.flatMap(target => target.reasons);
  return worst?.reasons[0] ?? others[0] ?? reasons[0];
}

interface Places {
  readonly sets: readonly ClusterSet[];
  readonly clusters: readonly ClusterSummary[];
}

function useNameColumns({ sets }: Places): readonly Column<ExportView>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const titleOf = (name: string) =>
    sets.find(set => set.name === name)?.title ?? name;
  return [
    {
      id: 'service',
      title: t('exports.service'),
      sort: 'name',
      isName: true,
      minWidth: '8rem',
      render: exported => <ServiceLink exported={exported} />,
      text: ({ name }) => name,
    },
    {
      id: 'namespace',
      title: t('exports.namespace'),
      sort: 'namespace',
      minWidth: '7rem',
      render: ({ namespace }) => namespace,
      text: ({ namespace }) => namespace,
    },
    {
      id: 'set',
      title: t('exports.set'),
      sort: 'set',
      render: ({ set }) => titleOf(set),
      text: ({ set }) => titleOf(set),
    },
  ];
}

function useNeedsColumn(): Column<ExportView> {
  const { t } = useTranslationRef(meshTranslationRef);
  const sentence = useMeshSentence();
  const adviceOf = (exported: ExportView) => {
    const reason = needsOf(exported);
    return reason && (reason.fix?.text ?? reason.text);
  };
  return {
    id: 'needs',
    title: t('exports.needs'),
    minWidth: '11rem',
    render: exported => {
      const advice = adviceOf(exported);
      return advice ? <MeshText text={advice} /> : null;
    },
    text: exported => {
      const advice = adviceOf(exported);
      return advice ? sentence(advice) : '';
    },
    code: exported => needsOf(exported)?.code ?? '',
  };
}

/** The columns of the list of exports; `clusters` and `sets` are those of the answer. */
export function useExportsColumns(
  places: Places,
): readonly Column<ExportView>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const wordOf = useMechanismWord();
  const { clusters } = places;
  return [
    ...useNameColumns(places),
    {
      id: 'state',
      title: t('exports.state'),
      sort: 'state',
      render: ({ state }) => <ExportStateBadge state={state} />,
      text: ({ state }) => t(`exportState.${state}`),
      code: ({ state }) => state,
    },
    {
      id: 'mechanism',
      title: t('exports.mechanism'),
      sort: 'mechanism',
      render: ({ mechanism }) => wordOf(mechanism),
      text: ({ mechanism }) => wordOf(mechanism),
      code: ({ mechanism }) => mechanism,
    },
    {
      id: 'from',
      title: t('exports.from'),
      sort: 'from',
      render: ({ from }) => displayNameOf(clusters, from),
      text: ({ from }) => displayNameOf(clusters, from),
    },
    {
      id: 'to',
      title: t('exports.to'),
      render: exported => <Targets {...{ exported, clusters }} />,
      text: ({ to }) =>
        to
          .map(({ cluster, state, host = '' }) =>
            [displayNameOf(clusters, cluster), t(`exportState.${state}`), host]
              .filter(Boolean)
              .join(' '),
          )
          .join('; '),
    },
    useNeedsColumn(),
  ];
}
