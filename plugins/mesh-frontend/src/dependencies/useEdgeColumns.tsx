import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  Edge,
  Golden,
} from '@meshport/plugin-mesh-common';
import { HealthBadge } from '../components/HealthBadge';
import type { Column } from '../components/table/Column';
import { useFailureWord } from '../hooks/useFailureWord';
import { useLocale } from '../hooks/useLocale';
import { useMeasure } from '../hooks/useMeasure';
import { useMeshSentence } from '../hooks/useMeshText';
import { meshTranslationRef } from '../translation';
import type { MeasureKind } from '../view/measures';
import { displayNameOf, meshName } from '../view/names';
import { absoluteTime } from '../view/relativeTime';
import type { Call } from './callRanking';
import { errorCode } from './edgeCells';
import { EndName } from './EndName';
import { mtlsKey } from './useCallFacts';
import { useEndName } from './useEndName';

/** Columns that are shown on demand: most readers want the first few. */
export const EDGE_COLUMNS_ON_DEMAND: readonly string[] = [
  // The cluster stands below each name, too.
  'fromCluster',
  'toCluster',
  'crossCluster',
  'received',
  'p50',
  'p95',
  'connections',
  'sent',
  'evidence',
  'via',
  'overhead',
  'source',
  'state',
  'window',
  'at',
  'query',
  'id',
];

type EdgeColumn = Column<Call>;

/** A column of plain words, with the name for scripts where it differs. */
function words(
  column: Pick<EdgeColumn, 'id' | 'title' | 'minWidth' | 'align'> & {
    isSortable?: boolean;
  },
  text: (call: Call) => string,
  code?: (call: Call) => string,
): EdgeColumn {
  const { isSortable = true, ...rest } = column;
  return {
    ...rest,
    ...(isSortable ? { sort: column.id } : {}),
    render: text,
    text,
    ...(code ? { code } : {}),
  };
}

function useNumberColumns(): readonly EdgeColumn[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  const number = (
    id:
      | 'rate'
      | 'success'
      | 'p50'
      | 'p95'
      | 'p99'
      | 'connections'
      | 'received'
      | 'sent',
    kind: MeasureKind,
    read: (golden: Golden) => number | undefined,
  ): EdgeColumn =>
    words(
      { id, title: t(`edges.${id}`), align: 'right' },
      ({ edge }) => {
        const value = read(edge.golden);
        return value === undefined ? '' : format(kind, value);
      },
      ({ edge }) => String(read(edge.golden) ?? ''),
    );
  const rate = number('rate', 'requests', golden => golden.requestRate);
  const rateOrBytes = (call: Call) => {
    const { requestRate, tcp } = call.edge.golden;
    return requestRate === undefined && tcp
      ? format('bytes', tcp.receivedBytesPerSecond + tcp.sentBytesPerSecond)
      : rate.text(call);
  };
  return [
    // Where nobody counts requests, bytes are what tells how much it is.
    { ...rate, render: rateOrBytes, text: rateOrBytes },
    number('success', 'success', golden => golden.successRatio),
    number('p50', 'latency', golden => golden.latencyMs?.p50),
    number('p95', 'latency', golden => golden.latencyMs?.p95),
    number('p99', 'latency', golden => golden.latencyMs?.p99),
    number(
      'connections',
      'connections',
      golden => golden.tcp?.connectionsPerSecond,
    ),
    number('received', 'bytes', golden => golden.tcp?.receivedBytesPerSecond),
    number('sent', 'bytes', golden => golden.tcp?.sentBytesPerSecond),
  ];
}

function useNamingColumns(
  clusters: readonly ClusterSummary[],
): readonly EdgeColumn[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const nameOf = useEndName();
  const clusterOf = ({ cluster }: Call['from']) =>
    cluster === undefined ? '' : displayNameOf(clusters, cluster);
  const named = (node: Call['from']) => (
    <EndName node={node} place={clusterOf(node)} />
  );
  return [
    {
      id: 'from',
      title: t('edges.from'),
      sort: 'from',
      isName: true,
      minWidth: '11rem',
      render: ({ from }) => named(from),
      text: ({ from }) => nameOf(from),
      code: ({ edge }) => edge.from,
    },
    words(
      { id: 'fromCluster', title: t('edges.fromCluster') },
      ({ from }) => clusterOf(from),
      ({ from }) => from.cluster ?? '',
    ),
    {
      id: 'to',
      title: t('edges.to'),
      sort: 'to',
      minWidth: '11rem',
      render: ({ to }) => named(to),
      text: ({ to }) => nameOf(to),
      code: ({ edge }) => edge.to,
    },
    words(
      { id: 'toCluster', title: t('edges.toCluster') },
      ({ to }) => clusterOf(to),
      ({ to }) => to.cluster ?? '',
    ),
    {
      id: 'health',
      title: t('edges.health'),
      sort: 'health',
      render: ({ edge }) => <HealthBadge health={edge.health} />,
      text: ({ edge }) => t(`health.${edge.health}`),
      code: ({ edge }) => edge.health,
    },
  ];
}

function useKindColumns(): readonly EdgeColumn[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const nameOf = useEndName();
  const format = useMeasure();
  const failureWord = useFailureWord();
  return [
    words(
      { id: 'errors', title: t('edges.errors'), minWidth: '9rem' },
      ({ edge }) =>
        (edge.golden.errorsBy ?? [])
          .map(
            ({ reason, share }) =>
              `${failureWord(reason)} ${format('success', share)}`,
          )
          .join('; '),
      ({ edge }) => errorCode(edge.golden.errorsBy),
    ),
    words(
      { id: 'protocol', title: t('edges.protocol') },
      ({ edge }) => t(`call.protocol.${edge.protocol}`),
      ({ edge }) => edge.protocol,
    ),
    words(
      { id: 'mtls', title: t('edges.mtls') },
      ({ edge }) => t(`call.mtls.${mtlsKey(edge.mtls)}`),
      ({ edge }) => String(edge.mtls),
    ),
    words(
      { id: 'crossCluster', title: t('edges.crossCluster') },
      ({ edge }) =>
        edge.crossCluster ? t('call.crossCluster') : t('call.sameCluster'),
      ({ edge }) => String(edge.crossCluster),
    ),
    words(
      { id: 'overhead', title: t('edges.overhead'), align: 'right' },
      ({ edge: { crossClusterOverheadMs } }) =>
        crossClusterOverheadMs === undefined
          ? ''
          : format('latency', crossClusterOverheadMs),
      ({ edge }) => String(edge.crossClusterOverheadMs ?? ''),
    ),
    words(
      { id: 'drift', title: t('edges.drift') },
      ({ edge }) => t(`call.drift.${edge.drift ?? 'none'}`),
      ({ edge }) => edge.drift ?? '',
    ),
    words(
      { id: 'evidence', title: t('edges.evidence') },
      ({ edge }) => edge.evidence.map(meshName).join(', '),
      ({ edge }) => edge.evidence.join(';'),
    ),
    words(
      { id: 'via', title: t('edges.via') },
      ({ via }) => via.map(nameOf).join(', '),
      ({ edge }) => (edge.via ?? []).join(';'),
    ),
  ];
}

function useOriginColumns(): readonly EdgeColumn[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const sentence = useMeshSentence();
  const locale = useLocale();
  const source = ({ golden }: Edge) => golden.source ?? '';
  return [
    words(
      { id: 'state', title: t('edges.state'), minWidth: '9rem' },
      ({ edge: { golden } }) =>
        [
          t(`edges.state.${golden.state}`),
          ...(golden.reason ? [sentence(golden.reason)] : []),
        ].join('. '),
      ({ edge }) => edge.golden.state,
    ),
    words(
      { id: 'source', title: t('edges.source') },
      ({ edge }) => meshName(source(edge)),
      ({ edge }) => source(edge),
    ),
    words(
      { id: 'window', title: t('edges.window') },
      ({ edge }) =>
        t('edges.windowSeconds', {
          seconds: String(edge.golden.windowSeconds),
        }),
      ({ edge }) => String(edge.golden.windowSeconds),
    ),
    words(
      { id: 'at', title: t('edges.at') },
      ({ edge: { golden } }) =>
        golden.at === undefined ? '' : absoluteTime(golden.at, locale),
      ({ edge }) => edge.golden.at ?? '',
    ),
    words(
      {
        id: 'query',
        title: t('edges.query'),
        minWidth: '14rem',
        isSortable: false,
      },
      ({ edge }) => edge.golden.query ?? '',
    ),
    words(
      { id: 'id', title: t('edges.id'), minWidth: '9rem', isSortable: false },
      ({ edge }) => edge.id,
    ),
  ];
}

/** The columns of the calls: every fact of an edge is in one of them. */
export function useEdgeColumns(
  clusters: readonly ClusterSummary[],
): readonly EdgeColumn[] {
  const naming = useNamingColumns(clusters);
  const numbers = useNumberColumns();
  const kinds = useKindColumns();
  const origin = useOriginColumns();
  return [...naming, ...numbers, ...kinds, ...origin];
}
