import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { text, type Dependencies } from '@meshport/plugin-mesh-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aGolden, aText } from '../../testing/answers';
import {
  aHiddenNode,
  anEdge,
  aNode,
  someDependencies,
} from '../../testing/graphs';
import { renderPage } from '../../../dev/renderPage';
import { DependenciesPage } from './DependenciesPage';

const basket: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
};

const mine = aNode('basket');
const web = aNode('web');
const stock = aNode('stock', { cluster: 'south', health: 'failing' });
const hidden = aHiddenNode();

const known = (overrides: Partial<Dependencies> = {}) =>
  someDependencies({
    focus: [mine.id],
    distance: { [mine.id]: 0, [web.id]: -1, [hidden.id]: -1, [stock.id]: 1 },
    nodes: [mine, web, hidden, stock],
    edges: [
      anEdge(web, mine),
      anEdge(hidden, mine),
      anEdge(mine, stock, {
        health: 'failing',
        golden: aGolden({ successRatio: 0.5 }),
      }),
    ],
    ...overrides,
  });

function renderTab(
  options: {
    search?: string;
    answer?: Dependencies;
    /** The answer to the question of that number, instead. */
    answers?(number: number): Dependencies;
  } = {},
) {
  const { search = '', answer = known(), answers = () => answer } = options;
  const asked: unknown[] = [];
  const rendered = renderPage(
    <EntityProvider entity={basket}>
      <DependenciesPage />
    </EntityProvider>,
    {
      address: `/catalog/default/component/basket/mesh/dependencies${search}`,
      client: {
        getEntityDependencies: async input => {
          asked.push(input.query);
          return answers(asked.length);
        },
      },
    },
  );
  return { ...rendered, asked };
}

const node = (name: RegExp) => screen.findByRole('button', { name });
const address = () => screen.getByLabelText('address');

const ANSWERED = Date.parse('2026-11-14T08:00:00.000Z');

describe('the graph', () => {
  it('has every end with its health in words, and a summary', async () => {
    renderTab({ search: '?view=graph' });
    expect(
      await node(
        /^basket healthy · shop, service, north\. 2 callers, calls 1\.$/,
      ),
    ).toHaveTextContent('healthy');
    expect(await node(/^stock failing · shop, service, south/)).toBeVisible();
    expect(
      await node(/^a service you cannot see, in no known cluster/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        '4 services (1 failing), 3 connections (1 failing, 1 across clusters).',
      ),
    ).toBeInTheDocument();
  });

  it('is one stop of the keyboard: arrows walk along calls', async () => {
    renderTab({ search: '?view=graph' });
    const start = await node(/^basket/);
    expect(start).toHaveAttribute('tabindex', '0');
    expect(await node(/^web/)).toHaveAttribute('tabindex', '-1');
    start.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(await node(/^stock/)).toHaveFocus();
    expect(start).toHaveAttribute('tabindex', '-1');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(document.activeElement).toHaveAccessibleName(
      /^(web|a service you cannot see)/,
    );
  });

  it('Enter opens the page of what the keyboard is on', async () => {
    renderTab({ search: '?view=graph' });
    (await node(/^basket/)).focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    expect(address()).toHaveTextContent('/mesh/services/production/shop/stock');
  });

  it('Space shows the details, from which a service can be hidden and shown again', async () => {
    renderTab({ search: '?view=graph' });
    (await node(/^basket/)).focus();
    await userEvent.keyboard('{ArrowRight} ');
    const details = await screen.findByRole('region', {
      name: 'Details of shop/stock',
    });
    expect(
      within(details).getByRole('region', { name: 'Callers' }),
    ).toHaveTextContent(/shop\/basket.*50 % succeed/);
    await userEvent.click(
      within(details).getByRole('button', { name: 'Hide shop/stock' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: /^shop\/stock/ })).toBeNull(),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 1 hidden again' }),
    );
    expect(await node(/^stock/)).toBeInTheDocument();
  });

  it('Escape puts the details away, and the keyboard stays where it is', async () => {
    renderTab({ search: '?view=graph' });
    (await node(/^basket/)).focus();
    await userEvent.keyboard('{ArrowRight} ');
    expect(
      await screen.findByRole('region', { name: 'Details of shop/stock' }),
    ).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(
      screen.queryByRole('region', { name: 'Details of shop/stock' }),
    ).not.toBeInTheDocument();
    expect(await node(/^stock/)).toHaveFocus();
  });

  it('moves nothing by a pixel over 20 refreshes, whatever the numbers and their order', async () => {
    // Each answer is another one: order, numbers and health change, and so do the lines.
    const { announceChange } = renderTab({
      search: '?view=graph',
      answers: number => {
        const { nodes, edges } = known();
        const golden = aGolden({ requestRate: number });
        return known({
          at: new Date(ANSWERED + number).toISOString(),
          nodes: number % 2 ? nodes : [...nodes].reverse(),
          edges: (number % 3 ? edges : [...edges].reverse()).map(edge => ({
            ...edge,
            golden,
            health: number % 4 ? edge.health : 'degraded',
          })),
        });
      },
    });
    await node(/^basket/);
    const places = () =>
      Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>('.react-flow__node')].map(
          ({ dataset, style }) => [dataset.id, style.transform],
        ),
      );
    const before = places();
    expect(Object.keys(before).length).toBeGreaterThan(4);
    // Whose numbers are shown.
    const answerShown = () =>
      Date.parse(
        screen
          .getByText(/^Calls in the last/)
          .querySelector('time')
          ?.getAttribute('datetime') ?? '',
      ) - ANSWERED;
    for (let refresh = 1; refresh <= 20; refresh++) {
      const shown = answerShown();
      await announceChange();
      await waitFor(() => expect(answerShown()).toBeGreaterThan(shown));
      expect(places()).toEqual(before);
    }
  }, 30_000);

  it('is of the time that the address names, and leads back to now', async () => {
    const { asked } = renderTab({ search: '?at=2026-11-14T08:00:00.000Z' });
    expect(await screen.findByText(/^Shown is how it was on/)).toBeVisible();
    expect(asked).toContainEqual(
      expect.objectContaining({ at: '2026-11-14T08:00:00.000Z' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    await waitFor(() =>
      expect(asked.at(-1)).toEqual({ depth: 1, gateways: 'false' }),
    );
    expect(screen.queryByText(/^Shown is how it was on/)).toBeNull();
  });

  it('says how many were found', async () => {
    renderTab({ search: '?view=graph&find=sto' });
    await node(/^stock/);
    expect(screen.getByText('1 found')).toBeInTheDocument();
  });
});

describe('the tables', () => {
  it('have each call and each end, the worst first', async () => {
    renderTab({ search: '?view=table' });
    const calls = await screen.findByRole('table', { name: 'Calls' });
    const [, first, ...others] = within(calls).getAllByRole('row');
    expect(first).toHaveTextContent(/shop\/basket.*shop\/stock.*failing/);
    expect(others).toHaveLength(2);
    const ends = screen.getByRole('table', { name: 'Services' });
    expect(within(ends).getAllByRole('row')).toHaveLength(5);
    expect(
      within(ends).getByRole('row', { name: /^shop\/web/ }),
    ).toHaveTextContent('1 call before');
  });

  it('are sorted by what the address says', async () => {
    renderTab({ search: '?view=table&sort=success&order=desc' });
    const calls = await screen.findByRole('table', { name: 'Calls' });
    const rows = within(calls).getAllByRole('row');
    expect(rows[rows.length - 1]).toHaveTextContent('shop/stock');
  });

  it('show only one direction, when asked', async () => {
    renderTab({ search: '?view=table&direction=callers' });
    const calls = await screen.findByRole('table', { name: 'Calls' });
    expect(within(calls).getAllByRole('row')).toHaveLength(3);
    expect(calls).not.toHaveTextContent('shop/stock');
  });
});

it('keeps the choice between graph and table in the address', async () => {
  renderTab({ search: '?view=graph' });
  await userEvent.click(await screen.findByRole('button', { name: 'Table' }));
  expect(
    await screen.findByRole('table', { name: 'Calls' }),
  ).toBeInTheDocument();
  expect(address()).toHaveTextContent('view=table');
});

it('asks for the distance and the gateways that the address names', async () => {
  const { asked } = renderTab({ search: '?depth=3&gateways=true&view=table' });
  await screen.findByRole('table', { name: 'Calls' });
  expect(asked).toEqual([{ depth: 3, gateways: 'true' }]);
});

it('gives the YAML for what the catalog lacks, with where to put it', async () => {
  renderTab({
    search: '?view=table',
    answer: known({
      drift: [
        {
          kind: 'undeclared',
          entityRef: 'component:default/basket',
          dependsOn: 'component:default/stock',
          text: aText('basket calls stock.'),
          manifest: 'spec:\n  dependsOn:\n    - component:default/stock\n',
          location: 'url:https://git.example/basket.yaml',
        },
        {
          kind: 'silent',
          entityRef: 'component:default/basket',
          dependsOn: 'component:default/till',
          text: aText('basket has not called till.'),
        },
      ],
    }),
  });
  const drift = await screen.findByRole('region', {
    name: 'Calls and catalog',
  });
  expect(drift).toHaveTextContent(/- component:default\/stock/);
  expect(
    within(drift).getByRole('link', { name: /git\.example/ }),
  ).toHaveAttribute('href', 'https://git.example/basket.yaml');
  expect(
    within(drift).getByRole('button', {
      name: /the line for component:default\/stock/,
    }),
  ).toBeInTheDocument();
  expect(drift).toHaveTextContent('basket has not called till.');
});

it('lists what was changed, and by whom', async () => {
  renderTab({
    search: '?view=table',
    answer: known({
      changes: [
        {
          at: new Date(Date.now() - 120_000).toISOString(),
          kind: 'rollout',
          object: {
            cluster: 'south',
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            namespace: 'shop',
            name: 'stock',
          },
          text: aText('Deployment stock was rolled out.'),
          writer: 'flux',
        },
      ],
    }),
  });
  expect(
    await screen.findByRole('region', { name: 'Recent changes' }),
  ).toHaveTextContent(/south: Deployment stock was rolled out\..*by flux/);
});

it('says how much of a large answer it shows', async () => {
  renderTab({
    search: '?view=table',
    answer: known({ truncated: { nodes: 1340, edges: 3 } }),
  });
  expect(
    await screen.findByText(/Showing 4 of 1,340 services/),
  ).toBeInTheDocument();
});

it('says what the past is made of in plain words, apart from what went wrong', async () => {
  const past = text('dependencies.past', { minutes: 5 });
  const down = aText('The store main does not answer.');
  renderTab({
    search: '?view=table&at=2026-11-14T07:00:00.000Z',
    answer: known({ notes: [past, down] }),
  });
  const warning = await screen.findByRole('note', {
    name: 'What is missing',
  });
  expect(warning).toHaveTextContent(/^The store main does not answer\.$/);
  expect(screen.getByText(past.message)).toBeInTheDocument();
});
