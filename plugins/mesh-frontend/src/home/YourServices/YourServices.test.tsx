import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  MeshApiError,
  type MeshClient,
  type MeshResponse,
} from '@meshport/plugin-mesh-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SWRConfig } from 'swr';
import { serviceAnswer } from '../../../dev/recordedAnswers';
import { createRecordedMeshClient } from '../../../dev/RecordedMeshClient';
import { meshApiRef } from '../../api/meshApiRef';
import { aCluster, aGolden, aSummary, aText } from '../../testing/answers';
import { YourServices } from './YourServices';

type ServiceList = MeshResponse<'listServices'>;

function renderServices(
  listServices: () => Promise<ServiceList>,
  overrides: Partial<MeshClient> = {},
) {
  renderInTestApp(
    <SWRConfig value={{ provider: () => new Map() }}>
      <YourServices />
    </SWRConfig>,
    {
      apis: [
        [
          meshApiRef,
          { ...createRecordedMeshClient({ listServices }), ...overrides },
        ],
        mockApis.identity({
          userEntityRef: 'user:default/ann',
          ownershipEntityRefs: ['user:default/ann', 'group:default/shop-team'],
        }),
      ],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );
}

const aList = (overrides: Partial<ServiceList>): ServiceList => ({
  ...serviceAnswer('no-services'),
  ...overrides,
});

it('lists the worst first, a column per cluster set, and what each needs', async () => {
  renderServices(async () => serviceAnswer('own-services'));
  const table = await screen.findByRole('table');
  expect(
    within(table)
      .getAllByRole('columnheader')
      .map(header => header.textContent),
  ).toEqual(['Service', 'Production', 'Staging', 'Traffic', 'Needs']);
  const [, first, second] = within(table).getAllByRole('row');
  expect(first).toHaveTextContent(
    /catalogue.*failing.*Too many requests fail or take too long, 94\.3 % succeed/,
  );
  expect(second).toHaveTextContent(/basket.*restart needed.*4\/6 pods/);
  expect(second).toHaveTextContent(/South: 2 pods started 6 days ago/);
  expect(within(second).getByRole('link', { name: 'basket' })).toHaveAttribute(
    'href',
    '/catalog/default/component/basket',
  );
});

it.each([
  ['all of a cell', ['north'], /enrolled2\/2 podslast known, 12 minutes ago/],
  [
    'a part of a cell',
    ['north', 'south'],
    /enrolled4\/4 podslast known in North, 12 minutes ago/,
  ],
  ['nothing of a cell', ['south'], /enrolled2\/2 pods$/],
])('marks what is only the last known state: %s', async (_, names, words) => {
  const [inNorth] = aSummary().clusters;
  const clusters = names.map(cluster => ({ ...inNorth, cluster }));
  renderServices(async () =>
    aList({
      items: [aSummary({ clusters })],
      total: 1,
      sets: [{ name: 'production', title: 'Production' }],
      clusters: [
        aCluster('north', { displayName: 'North', status: 'unreachable' }),
        aCluster('south', { displayName: 'South' }),
      ],
      sources: [
        {
          cluster: 'north',
          part: 'objects',
          status: 'unreachable',
          observedAt: new Date(Date.now() - 12.2 * 60_000).toISOString(),
        },
        { cluster: 'south', part: 'objects', status: 'live' },
      ],
    }),
  );
  const [, row] = within(await screen.findByRole('table')).getAllByRole('row');
  expect(within(row).getAllByRole('cell')[0]).toHaveTextContent(words);
});

it('shows five services at first and all of them on demand', async () => {
  renderServices(async () => serviceAnswer('own-services'));
  const table = await screen.findByRole('table');
  expect(within(table).getAllByRole('row')).toHaveLength(1 + 5);
  await userEvent.click(
    screen.getByRole('button', { name: 'Show all 11 services' }),
  );
  expect(within(table).getAllByRole('row')).toHaveLength(1 + 11);
});

it('asks for what the viewer and the groups of the viewer own, over all pages', async () => {
  const pages = [
    aList({ items: [aSummary()], nextCursor: 'next', total: 2 }),
    aList({ items: [aSummary({ set: 'staging' })], total: 2 }),
  ];
  const asked: unknown[] = [];
  renderServices(async () => pages[0], {
    listServices: async ({ query }) => {
      asked.push(query);
      return pages[query?.cursor ? 1 : 0];
    },
  });
  const [, row] = within(await screen.findByRole('table')).getAllByRole('row');
  expect(row).not.toHaveTextContent('not here');
  expect(asked).toMatchObject([
    { owner: ['user:default/ann', 'group:default/shop-team'] },
    { cursor: 'next' },
  ]);
});

it('says so where the list is longer than what is asked for', async () => {
  renderServices(async () =>
    aList({ items: [aSummary()], nextCursor: 'more', total: 5000 }),
  );
  expect(
    await screen.findByText('The first 5 of 5000 are listed.'),
  ).toBeInTheDocument();
});

it('explains an empty list', async () => {
  renderServices(async () => serviceAnswer('no-services'));
  expect(
    await screen.findByText('None of your services is in these clusters yet'),
  ).toBeInTheDocument();
});

it('names a service that no entity matches, without a link', async () => {
  renderServices(async () =>
    aList({ items: [aSummary({ name: 'prices', entityRefs: [] })], total: 1 }),
  );
  expect(await screen.findByText('prices')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'prices' })).toBeNull();
});

it('says what happened when there is no answer', async () => {
  renderServices(async () => {
    throw new MeshApiError(503, 'The mesh plugin answered 503.');
  });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The mesh plugin answered 503.',
  );
});

it.each([
  [
    'where it is worst',
    [
      aSummary({ golden: aGolden({ requestRate: 900 }) }),
      aSummary({
        set: 'staging',
        health: 'failing',
        golden: aGolden({ requestRate: 3 }),
      }),
    ],
    /failing3 req\/sStaging/,
    /900/,
  ],
  [
    'where most requests come, if all is well',
    [
      aSummary({ set: 'staging', golden: aGolden({ requestRate: 3 }) }),
      aSummary({ golden: aGolden({ requestRate: 900 }) }),
    ],
    /healthy900 req\/s/,
    /3 req/,
  ],
  [
    'that nothing comes, in a word',
    [
      aSummary({
        health: 'idle',
        golden: aGolden({ state: 'no-traffic', requestRate: 0 }),
      }),
    ],
    /idle/,
    /req\/s|healthy/,
  ],
  [
    'that nobody counts it, in a word',
    [
      aSummary({
        health: 'unknown',
        golden: aGolden({ state: 'no-data', requestRate: undefined }),
      }),
    ],
    /not counted/,
    /req\/s|healthy/,
  ],
])('says how the traffic is %s', async (_, items, says, saysNot) => {
  renderServices(async () =>
    aList({
      items,
      total: items.length,
      sets: [
        { name: 'production', title: 'Production' },
        { name: 'staging', title: 'Staging' },
      ],
    }),
  );
  const [, row] = within(await screen.findByRole('table')).getAllByRole('row');
  const cell = within(row).getAllByRole('cell').at(-2);
  expect(cell).toHaveTextContent(says);
  expect(cell).not.toHaveTextContent(saysNot);
});

it('says of failing requests where they begin, before anything else', async () => {
  const verdict = {
    place: 'theirs' as const,
    text: aText('92 % of the errors are calls to stock.'),
  };
  renderServices(async () =>
    aList({
      items: [
        aSummary({ name: 'sick', state: 'misconfigured' }),
        aSummary({ name: 'cart', health: 'failing', verdict }),
      ],
      total: 2,
    }),
  );
  const table = await screen.findByRole('table');
  const [, first] = within(table).getAllByRole('row');
  expect(first).toHaveTextContent(
    /cart.*failing.*92 % of the errors are calls to stock\./,
  );
});
