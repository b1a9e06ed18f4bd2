import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  MeshApiError,
  text,
  type Golden,
  type MetricsAnswer,
  type ServiceView,
} from '@meshport/plugin-mesh-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aGolden,
  anEntityAnswer,
  anInstance,
  aService,
  aText,
  someObjectives,
} from '../../testing/answers';
import { aMetricsAnswer } from '../../testing/metricsAnswers';
import { renderPage } from '../../../dev/renderPage';
import { GoldenMetricsCard } from './GoldenMetricsCard';

const basket: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
};

function renderCard(
  service: Partial<ServiceView> | undefined,
  options: {
    metrics?: () => Promise<MetricsAnswer>;
    getEntity?: () => Promise<never>;
    hidden?: number;
  } = {},
) {
  const { metrics = async () => aMetricsAnswer(), hidden = 0 } = options;
  const answer = anEntityAnswer({
    hidden,
    services: service ? [aService(service)] : [],
  });
  return renderPage(
    <EntityProvider entity={basket}>
      <GoldenMetricsCard />
    </EntityProvider>,
    {
      address: '/catalog/default/component/basket',
      client: {
        getEntity: options.getEntity ?? (async () => answer),
        getEntityMetrics: metrics,
      },
    },
  );
}

const production = () =>
  screen.findByRole('region', { name: 'Golden metrics: Production' });

const without: Partial<Golden> = {
  requestRate: undefined,
  successRatio: undefined,
  latencyMs: undefined,
};

it('says how the service is, with units, window, age and objective', async () => {
  renderCard({
    golden: aGolden({ at: new Date(Date.now() - 8000).toISOString() }),
    objectives: someObjectives({ p99Ms: { value: 300, from: 'annotation' } }),
  });
  const block = await production();
  for (const words of [
    /healthy/,
    /last 5 min, up to \d+.? ?s/,
    /Requests12 req\/s/,
    /Success100 %.*at least 99.9 %, platform default/,
    /p5010 ms.*p9540 ms.*p9990 ms.*under 300 ms, set by the service/,
  ]) {
    expect(block).toHaveTextContent(words);
  }
});

it('says the course of the hour in words beside the line', async () => {
  renderCard({});
  expect(
    await screen.findByText('In the last hour from 9 req/s to 15 req/s.'),
  ).toBeInTheDocument();
});

it('shows the numbers though the course of the hour is missing, and says so', async () => {
  renderCard(
    {},
    {
      metrics: async () => {
        throw new MeshApiError(503, 'down');
      },
    },
  );
  expect(await production()).toHaveTextContent(/12 req\/s/);
  expect(
    await screen.findByText('The course of the last hour could not be loaded.'),
  ).toBeInTheDocument();
});

it.each<[string, Partial<ServiceView>, RegExp, RegExp]>([
  [
    'no traffic',
    {
      health: 'idle',
      golden: aGolden({ ...without, state: 'no-traffic', requestRate: 0 }),
    },
    /idle.*No traffic in the last 5 min/,
    /%|req\/s|healthy/,
  ],
  [
    'only bytes',
    {
      health: 'unknown',
      golden: aGolden({
        ...without,
        reason: text('golden.no-waypoint', { namespace: 'shop' }),
        tcp: {
          connectionsPerSecond: 1.4,
          receivedBytesPerSecond: 8200,
          sentBytesPerSecond: 151_000,
        },
      }),
    },
    /1.4 conn\/s.*8.2 kB\/s.*151 kB\/s.*namespace shop has no waypoint/,
    /[Ss]uccess|%|p99|Requests/,
  ],
  [
    'too little traffic',
    {
      health: 'unknown',
      healthReasons: [
        text('health.too-few', { count: 10, minutes: 5, least: 60 }),
      ],
      golden: aGolden({ requestRate: 0.03 }),
    },
    /unknown.*Only 10 requests came.*0.03 req\/s/,
    /healthy|failing|degraded/,
  ],
  [
    'old numbers',
    {
      health: 'unknown',
      golden: aGolden({
        state: 'stale',
        at: new Date(Date.now() - 7 * 60_000).toISOString(),
        reason: text('store.refused', { store: 'main' }),
      }),
    },
    /12 req\/s.*last known: 7 minutes ago.*store main refuses/,
    /healthy/,
  ],
  [
    'a store that fails',
    {
      health: 'unknown',
      golden: aGolden({
        ...without,
        state: 'unavailable',
        requestRate: 0,
        reason: text('store.credentials', { store: 'main' }),
      }),
    },
    /unknown.*does not accept the credentials/,
    /req\/s|%|No traffic/,
  ],
  [
    'what nobody counts',
    {
      health: 'unknown',
      golden: aGolden({
        ...without,
        state: 'no-data',
        reason: text('golden.no-proxy'),
      }),
    },
    /unknown.*No pod of the service is in a mesh/,
    /req\/s|%|No traffic/,
  ],
])('tells of %s', async (_, service, says, saysNot) => {
  const golden = service.golden ?? aGolden();
  renderCard({ ...service, instances: [anInstance({ golden })] });
  const block = await production();
  expect(block).toHaveTextContent(says);
  expect(block).not.toHaveTextContent(saysNot);
});

it('shows what to add where no store is configured', async () => {
  const golden = aGolden({
    ...without,
    state: 'not-configured',
    reason: text('golden.not-configured', { cluster: 'north' }),
  });
  renderCard(
    { golden, health: 'unknown', instances: [anInstance({ golden })] },
    {
      metrics: async () =>
        aMetricsAnswer({
          times: [],
          setup: 'mesh:\n  metrics:\n    stores: {}',
        }),
    },
  );
  expect(await screen.findByText(/stores: \{\}/)).toBeInTheDocument();
  expect(
    screen.getByRole('button', { name: 'Copy: mesh.metrics.stores' }),
  ).toBeInTheDocument();
  expect(await production()).toHaveTextContent(
    /No metrics store is configured/,
  );
});

it('says whose fault it is before the numbers', async () => {
  renderCard({
    health: 'failing',
    healthReasons: [aText('5 % of the requests failed.')],
    verdict: {
      place: 'theirs',
      text: aText('92 % of the errors are calls to stock in south.'),
    },
  });
  expect(await production()).toHaveTextContent(
    /failing.*Is it me\? 92 % of the errors are calls to stock.*5 % of the requests failed.*12 req\/s/,
  );
});

it('opens the numbers of each cluster', async () => {
  renderCard({
    instances: [
      anInstance({ golden: aGolden({ requestRate: 8 }) }),
      anInstance({
        cluster: 'south',
        health: 'unknown',
        golden: aGolden({
          ...without,
          state: 'unavailable',
          reason: text('store.refused', { store: 'main' }),
        }),
      }),
    ],
  });
  await userEvent.click(
    within(await production()).getByRole('button', {
      name: 'Show each of 2 clusters',
    }),
  );
  const table = screen.getByRole('table', { name: 'Traffic by cluster' });
  const [, north, south] = within(table).getAllByRole('row');
  expect(north).toHaveTextContent(/northhealthy.*8 req\/s.*100 %/);
  expect(south).toHaveTextContent(/southunknown.*refuses connections/);
});

it('has no column for success where no cluster counts requests', async () => {
  const golden = aGolden({
    ...without,
    tcp: {
      connectionsPerSecond: 1,
      receivedBytesPerSecond: 1,
      sentBytesPerSecond: 1,
    },
  });
  renderCard({ golden, instances: [anInstance({ golden })] });
  await userEvent.click(
    within(await production()).getByRole('button', {
      name: 'Show its cluster',
    }),
  );
  expect(
    screen.getAllByRole('columnheader').map(({ textContent }) => textContent),
  ).toEqual(['Cluster', 'Health', 'New connections', 'Received', 'Sent']);
});

it('shows the query of each cluster to copy', async () => {
  const golden = aGolden({ query: 'sum(rate(requests_total[5m]))' });
  renderCard({ golden, instances: [anInstance({ golden })] });
  await userEvent.click(
    await screen.findByRole('button', { name: 'Show query' }),
  );
  expect(await screen.findByRole('dialog')).toHaveTextContent(
    /north: shop\/basket.*sum\(rate\(requests_total\[5m\]\)\)/,
  );
});

it('leads to the charts', async () => {
  renderCard({});
  await userEvent.click(await screen.findByRole('link', { name: 'Charts' }));
  expect(screen.getByLabelText('address')).toHaveTextContent(
    '/catalog/default/component/basket/mesh/metrics',
  );
});

it('says that some of it may not be seen', async () => {
  renderCard({ hiddenInstances: 1 }, { hidden: 2 });
  await production();
  expect(
    screen.getByText(/2 more services match that you may not see/),
  ).toBeInTheDocument();
  expect(
    screen.getByText(/basket is in 1 more cluster where you may not see it/),
  ).toBeInTheDocument();
});

it('says that there is no service', async () => {
  renderCard(undefined);
  expect(
    await screen.findByText('No service, so no traffic'),
  ).toBeInTheDocument();
});

it('is said to be loading', async () => {
  renderCard({}, { getEntity: () => new Promise(() => {}) });
  expect(await screen.findByText('Loading the traffic')).toBeInTheDocument();
});

it('says that the answer failed', async () => {
  renderCard(
    {},
    {
      getEntity: async () => {
        throw new MeshApiError(503, 'The mesh plugin answered 503.');
      },
    },
  );
  expect(
    await screen.findByText('The mesh state could not be loaded'),
  ).toBeInTheDocument();
});
