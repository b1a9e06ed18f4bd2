import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  MeshApiError,
  type MeshClient,
  type MetricsAnswer,
} from '@meshport/plugin-mesh-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aGolden, anEntityAnswer, aText } from '../testing/answers';
import {
  aChange,
  aLine,
  aMetricsAnswer,
  aServiceMetrics,
  tcpPoints,
} from '../testing/metricsAnswers';
import { renderPage } from '../../dev/renderPage';
import { MeshContent } from '../entity/MeshContent';

const basket: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
};

const TAB = '/catalog/default/component/basket/mesh';

type Ask = Parameters<MeshClient['getEntityMetrics']>[0];

function renderTab(
  answer: MetricsAnswer | (() => Promise<never>),
  address = `${TAB}/metrics`,
) {
  const asked: Ask['query'][] = [];
  renderPage(
    <EntityProvider entity={basket}>
      <MeshContent />
    </EntityProvider>,
    {
      address,
      path: '/catalog/:namespace/:kind/:name/mesh/*',
      client: {
        getEntity: async () => anEntityAnswer(),
        getEntityMetrics: async ({ query }) => {
          asked.push(query);
          return typeof answer === 'function' ? answer() : answer;
        },
      },
    },
  );
  return asked;
}

const section = () =>
  screen.findByRole('region', { name: 'Traffic of shop/basket in Production' });

const figure = async (name: string) =>
  within(await section()).findByRole('figure', { name });

it('is a part of the tab with an address of its own', async () => {
  renderTab(aMetricsAnswer(), TAB);
  const links = await screen.findByRole('navigation', {
    name: 'Parts of this tab',
  });
  expect(within(links).getByRole('link', { name: 'Status' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await userEvent.click(within(links).getByRole('link', { name: 'Metrics' }));
  await section();
  expect(screen.getByLabelText('address')).toHaveTextContent(`${TAB}/metrics`);
  expect(within(links).getByRole('link', { name: 'Metrics' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

it('has a chart for each number, with what it shows in words', async () => {
  renderTab(aMetricsAnswer());
  const region = await section();
  expect(
    within(region)
      .getAllByRole('figure')
      .map(one => within(one).getByRole('heading').textContent),
  ).toEqual(['Requests', 'Success', 'Latency']);
  expect(await figure('Requests')).toHaveTextContent(
    /all clusters: from 9 req\/s \(.*\) to 15 req\/s \(.*\)\./,
  );
  expect(await figure('Latency')).toHaveTextContent(/p50.*p95.*p99/);
});

it('has a line per reason of failures, each with what it shows in words', async () => {
  const service = aServiceMetrics();
  const points = (service.series[0].points.requestRate ?? []).map(
    (_, index, all) => (index === all.length - 1 ? 1.5 : 0),
  );
  renderTab(
    aMetricsAnswer({
      services: [
        { ...service, errorsBy: [{ reason: 'no-healthy-upstream', points }] },
      ],
    }),
  );
  expect(await figure('Failed requests')).toHaveTextContent(
    /no healthy endpoint 1\.5 req\/s.*no healthy endpoint: from 0 req\/s \(.*\) to 1\.5 req\/s/,
  );
});

it('has the same numbers as a table, the latest first', async () => {
  renderTab(aMetricsAnswer());
  await userEvent.click(
    within(await figure('Requests')).getByRole('button', {
      name: 'Requests as table',
    }),
  );
  const table = screen.getByRole('table', { name: 'Requests' });
  const rows = within(table).getAllByRole('row');
  expect(rows).toHaveLength(61);
  expect(rows[0]).toHaveTextContent('Timeall clusters');
  expect(rows[60]).toHaveTextContent(/12 req\/s$/);
});

it('compares clusters and versions', async () => {
  renderTab(aMetricsAnswer());
  const region = await section();
  await userEvent.click(
    within(region).getByRole('checkbox', { name: 'north' }),
  );
  await userEvent.click(
    within(region).getByRole('checkbox', { name: 'north, version v2' }),
  );
  const latency = await figure('Latency');
  expect(
    within(latency)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent?.replace(/ [\d.]+ ms$/, '')),
  ).toEqual([
    'all clusters, p99',
    'north, p99',
    'north, version v2, p99',
    'objective',
  ]);
  await userEvent.click(within(region).getByRole('button', { name: 'p50' }));
  expect(await figure('Latency')).toHaveTextContent(/north, p50/);
});

it('cannot be left without a line', async () => {
  renderTab(aMetricsAnswer());
  const all = within(await section()).getByRole('checkbox', {
    name: 'all clusters',
  });
  expect(all).toBeChecked();
  expect(all).toBeDisabled();
});

it('keeps what is asked for in the address', async () => {
  const asked = renderTab(aMetricsAnswer());
  await section();
  await userEvent.click(screen.getByRole('button', { name: '6 h' }));
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ window: '6h' }));
  expect(screen.getByLabelText('address')).toHaveTextContent(
    `${TAB}/metrics?window=6h`,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Earlier' }));
  await waitFor(() =>
    expect(asked.at(-1)?.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
  await waitFor(() => expect(asked.at(-1)?.at).toBeUndefined());
});

it('opens everything as it was then', async () => {
  const asked = renderTab(
    aMetricsAnswer(),
    `${TAB}/metrics?at=2026-11-14T08:00:00Z&window=3h`,
  );
  await section();
  expect(asked[0]).toEqual({
    window: '3h',
    at: '2026-11-14T08:00:00.000Z',
  });
  expect(
    screen.getByText(/Shown is how it was on November 14, 2026/),
  ).toBeInTheDocument();
});

it('is zoomed by keys, and says what is left', async () => {
  renderTab(aMetricsAnswer());
  await section();
  screen.getByRole('button', { name: 'Zoom in' }).focus();
  await userEvent.keyboard('{Enter}');
  expect(screen.getByLabelText('address')).toHaveTextContent(/zoom=\d+-\d+/);
  await userEvent.click(
    within(await figure('Requests')).getByRole('button', {
      name: 'Requests as table',
    }),
  );
  expect(
    within(screen.getByRole('table', { name: 'Requests' })).getAllByRole('row')
      .length,
  ).toBeLessThan(35);
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
  expect(screen.getByLabelText('address')).not.toHaveTextContent('zoom');
});

it('says whose fault it is, why requests failed, and what is left of the budget', async () => {
  const golden = aGolden({
    successRatio: 0.9,
    errorsBy: [
      { reason: 'no-healthy-upstream', share: 0.75 },
      { reason: 'of-another-mesh', share: 0.25 },
    ],
  });
  renderTab(
    aMetricsAnswer({
      services: [
        aServiceMetrics({
          golden,
          health: 'failing',
          healthReasons: [aText('10 % of the requests failed.')],
          verdict: {
            place: 'theirs',
            text: aText('92 % of the errors are calls to stock in south.'),
          },
        }),
      ],
    }),
  );
  const region = await section();
  for (const words of [
    /failing/,
    /Is it me\? 92 % of the errors are calls to stock/,
    /10 % of the requests failed/,
    /no healthy endpoint75 % of the failures/,
    /of-another-mesh25 % of the failures/,
    /1 h.*43,200.*100 %no errors/,
    /6 h.*259,200.*99.96 %40 % of the errors that the objective allows/,
    /24 h.*1,036,800.*99.68 %3.2 times the errors that the objective allows/,
    /The objective: 99.9 % succeed \(platform default\)/,
  ]) {
    expect(region).toHaveTextContent(words);
  }
});

it('says how much of the window of an error budget is known', async () => {
  const budget = [
    { hours: 1, requests: 43_200, successRatio: 1, burnRate: 0 },
    { hours: 6, knownHours: 2.5, requests: 99, successRatio: 1, burnRate: 0 },
  ];
  renderTab(aMetricsAnswer({ services: [aServiceMetrics({ budget })] }));
  expect(
    await screen.findByRole('row', {
      name: /^2\.5 h ?the metrics store has no 6 h yet/,
    }),
  ).toHaveTextContent('99');
});

it.each([
  [1, /No request has failed in the last 5 min/],
  [0.99, /Some requests failed; why is not known/],
])('with a success of %d says of failures: %s', async (successRatio, says) => {
  const golden = aGolden({ successRatio });
  renderTab(aMetricsAnswer({ services: [aServiceMetrics({ golden })] }));
  expect(await section()).toHaveTextContent(says);
});

it('says nothing of success where only bytes are counted', async () => {
  const tcp = {
    connectionsPerSecond: 1.4,
    receivedBytesPerSecond: 8200,
    sentBytesPerSecond: 151_000,
  };
  const golden = aGolden({
    requestRate: undefined,
    successRatio: undefined,
    latencyMs: undefined,
    tcp,
  });
  renderTab(
    aMetricsAnswer({
      services: [
        aServiceMetrics({
          golden,
          budget: [],
          instances: [{ cluster: 'north', golden }],
          series: [aLine({ points: tcpPoints() })],
        }),
      ],
    }),
  );
  expect(await figure('New connections')).toBeInTheDocument();
  expect(await figure('Bytes')).toHaveTextContent(/received.*kB\/s.*sent/);
  expect(await section()).not.toHaveTextContent(/[Ss]uccess|%|Latency|p99/);
});

it('lists what was changed, with who did it', async () => {
  renderTab(
    aMetricsAnswer({
      changes: [
        aChange(),
        aChange({ at: '2020-01-01T00:00:00Z', text: aText('Long ago.') }),
      ],
    }),
  );
  const changes = await screen.findByRole('region', {
    name: 'Changes in this time',
  });
  expect(changes).toHaveTextContent(
    /north: Deployment basket was rolled out\..*by helm/,
  );
  expect(changes).not.toHaveTextContent('Long ago');
});

it('shows the queries, and leads to the store and to other tools at that time', async () => {
  renderTab(aMetricsAnswer());
  const region = await section();
  await userEvent.click(
    within(region).getByRole('button', { name: 'Show query' }),
  );
  expect(region).toHaveTextContent(
    /north, counted by Istio.*sum\(rate\(requests_total/,
  );
  expect(
    within(region).getByRole('link', { name: /Open it in the metrics store/ }),
  ).toHaveAttribute('href', expect.stringContaining('g0.expr=sum'));
  expect(
    within(region).getByRole('link', { name: /Grafana \(north\)/ }),
  ).toHaveAttribute('href', expect.stringMatching(/from=\d{13}&to=\d{13}/));
});

it('shows what to add where no store is configured, and what stores could not tell', async () => {
  renderTab(
    aMetricsAnswer({
      times: [],
      setup: 'mesh:\n  metrics: {}',
      notes: [aText('Metrics store main refuses connections.')],
      services: [aServiceMetrics({ series: [], budget: [], queries: [] })],
    }),
  );
  await section();
  expect(screen.getByText(/metrics: \{\}/)).toBeInTheDocument();
  expect(
    screen.getByRole('region', { name: 'What is missing' }),
  ).toHaveTextContent('Metrics store main refuses connections.');
  expect(screen.queryByRole('figure')).toBeNull();
});

it('says that there is nothing to count', async () => {
  renderTab(aMetricsAnswer({ services: [], hidden: 1 }));
  expect(
    await screen.findByText('No service of this entity has been found.'),
  ).toBeInTheDocument();
  expect(
    screen.getByText(/1 more service matches that you may not see/),
  ).toBeInTheDocument();
});

it('says that the answer failed', async () => {
  renderTab(async () => {
    throw new MeshApiError(503, 'The mesh plugin answered 503.');
  });
  expect(
    await screen.findByText('The mesh state could not be loaded'),
  ).toBeInTheDocument();
});
