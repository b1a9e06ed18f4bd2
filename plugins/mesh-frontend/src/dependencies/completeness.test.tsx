import {
  dependenciesSchema,
  edgeSchema,
  goldenSchema,
  graphNodeSchema,
  type GraphNode,
} from '@meshport/plugin-mesh-common';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { aText } from '../testing/answers';
import type { Column } from '../components/table/Column';
import { aNode } from '../testing/graphs';
import type { Call } from './callRanking';
import { EDGE_SORT } from './edgeCells';
import { useEdgeColumns } from './useEdgeColumns';
import { END_SORT, useEndColumns, type End } from './useEndColumns';

const NODE: Required<GraphNode> = {
  id: 'the-id',
  kind: 'service',
  set: 'the-set',
  cluster: 'the-cluster',
  namespace: 'the-namespace',
  name: 'the-name',
  entityRef: 'component:default/the-entity',
  mesh: 'the-mesh',
  health: 'degraded',
};

const GATEWAY = aNode('the-gateway', { kind: 'gateway' });

const CALL = {
  from: aNode('the-caller', { cluster: 'the-west' }),
  to: aNode('the-called', { cluster: 'the-east' }),
  via: [GATEWAY],
  edge: {
    id: 'the-edge',
    from: 'the-from',
    to: 'the-to',
    protocol: 'grpc',
    crossCluster: true,
    mtls: 'mixed',
    crossClusterOverheadMs: 7.25,
    evidence: ['the-evidence'],
    via: [GATEWAY.id],
    drift: 'undeclared',
    health: 'failing',
    golden: {
      state: 'stale',
      reason: aText('the-reason'),
      source: 'the-source',
      windowSeconds: 123,
      at: '2026-11-14T08:00:00.000Z',
      query: 'the-query',
      requestRate: 11.5,
      successRatio: 0.625,
      latencyMs: { p50: 1.5, p95: 2.5, p99: 3.5 },
      tcp: {
        connectionsPerSecond: 4.5,
        receivedBytesPerSecond: 5.5,
        sentBytesPerSecond: 6.5,
      },
      errorsBy: [{ reason: 'the-error', share: 0.75 }],
    },
  },
} satisfies Call;

/** Every cell of a row, in words and for scripts, as CSV has them. */
function Cells<Row>(props: { columns: readonly Column<Row>[]; row: Row }) {
  const { columns, row } = props;
  return (
    <ul>
      {columns.map(({ id, text, code }) => (
        <li key={id}>{`|${text(row)}|${code?.(row) ?? ''}|`}</li>
      ))}
    </ul>
  );
}

function EdgeCells({ call }: { call: Call }) {
  return <Cells columns={useEdgeColumns([])} row={call} />;
}

function EndCells({ end }: { end: End }) {
  return (
    <Cells columns={useEndColumns({ sets: [], clusters: [] })} row={end} />
  );
}

/** Leaves of a value, as texts. */
function leaves(value: unknown): string[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(leaves)
    : [String(value)];
}

async function shownCells() {
  const items = await screen.findAllByRole('listitem');
  return items.map(({ textContent }) => textContent).join('\n');
}

it.each(Object.keys(graphNodeSchema.shape) as (keyof GraphNode)[])(
  'has the %s of a node in the table',
  async field => {
    const end = { node: NODE, distance: 2, callers: 3, callees: 4 };
    renderInTestApp(<EndCells end={end} />);
    expect(await shownCells()).toContain(String(NODE[field]));
  },
);

it.each(Object.keys(edgeSchema.shape) as (keyof typeof CALL.edge)[])(
  'has the %s of an edge in the table',
  async field => {
    renderInTestApp(<EdgeCells call={CALL} />);
    const shown = await shownCells();
    const value = CALL.edge[field];
    const expected =
      field === 'golden'
        ? []
        : leaves(value).filter(leaf => !shown.includes(leaf));
    expect(value).toBeDefined();
    expect(expected).toEqual([]);
  },
);

it.each(Object.keys(goldenSchema.shape) as (keyof typeof CALL.edge.golden)[])(
  'has the %s of the numbers of an edge in the table',
  async field => {
    renderInTestApp(<EdgeCells call={CALL} />);
    const shown = await shownCells();
    const { golden } = CALL.edge;
    const value = field === 'reason' ? golden.reason.message : golden[field];
    expect(value).toBeDefined();
    expect(leaves(value).filter(leaf => !shown.includes(leaf))).toEqual([]);
  },
);

it('has how far each node is away, which the graph shows by its place', async () => {
  expect(Object.keys(dependenciesSchema.shape)).toContain('distance');
  renderInTestApp(
    <EndCells end={{ node: NODE, distance: -2, callers: 0, callees: 0 }} />,
  );
  expect(await shownCells()).toContain('2 calls before');
});

function SortKeys() {
  const edges = useEdgeColumns([]).flatMap(({ sort }) => sort ?? []);
  const ends = useEndColumns({ sets: [], clusters: [] }).flatMap(
    ({ sort }) => sort ?? [],
  );
  const unknown = [
    ...edges.filter(key => !(key in EDGE_SORT)),
    ...ends.filter(key => !(key in END_SORT)),
  ];
  return (
    <output>{`${
      edges.length + ends.length
    } keys, unknown: [${unknown}]`}</output>
  );
}

it('can sort by every column that says so', async () => {
  renderInTestApp(<SortKeys />);
  expect(
    await screen.findByText(/^[1-9]\d+ keys, unknown: \[\]$/),
  ).toBeVisible();
});
