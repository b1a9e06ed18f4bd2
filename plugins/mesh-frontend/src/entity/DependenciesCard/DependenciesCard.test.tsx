import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { MeshApiError, type Dependencies } from '@meshport/plugin-mesh-common';
import { screen, waitFor, within } from '@testing-library/react';
import { aGolden, aText } from '../../testing/answers';
import {
  aHiddenNode,
  anEdge,
  aNode,
  someDependencies,
} from '../../testing/graphs';
import { renderPage } from '../../../dev/renderPage';
import { DependenciesCard } from './DependenciesCard';

const basket: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
};

const mine = aNode('basket', { entityRef: 'component:default/basket' });
const web = aNode('web');
const stock = aNode('stock', { cluster: 'south', health: 'failing' });
const prices = aNode('prices');

const known = (overrides: Partial<Dependencies> = {}) =>
  someDependencies({
    focus: [mine.id],
    distance: { [mine.id]: 0, [web.id]: -1, [prices.id]: 1, [stock.id]: 1 },
    nodes: [mine, web, prices, stock],
    edges: [
      anEdge(web, mine),
      anEdge(mine, prices, { mtls: 'unknown' }),
      anEdge(mine, stock, {
        health: 'failing',
        mtls: false,
        drift: 'undeclared',
        golden: aGolden({ successRatio: 0.5, requestRate: 2 }),
      }),
    ],
    ...overrides,
  });

function renderCard(getEntityDependencies: () => Promise<Dependencies>) {
  return renderPage(
    <EntityProvider entity={basket}>
      <DependenciesCard />
    </EntityProvider>,
    { client: { getEntityDependencies } },
  );
}

const list = (name: string) => screen.findByRole('region', { name });

describe('states', () => {
  it('loading', async () => {
    renderCard(() => new Promise(() => {}));
    expect(
      await screen.findByText('Loading who calls whom'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'Dependencies' }),
    ).toBeInTheDocument();
  });

  it('error: what happened and what to do', async () => {
    renderCard(async () => {
      throw new MeshApiError(503, 'The mesh plugin answered 503.');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The mesh plugin answered 503.',
    );
    expect(screen.getByRole('button', { name: /again/ })).toBeInTheDocument();
  });

  it('an answer that is old stays, with why nothing newer came', async () => {
    let asked = 0;
    const { announceChange } = renderCard(async () => {
      asked += 1;
      if (asked > 1) throw new MeshApiError(503, 'The mesh plugin is down.');
      return known();
    });
    await list('Callers');
    await announceChange();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The mesh plugin is down.',
    );
    expect(await list('Callers')).toHaveTextContent('shop/web');
  });

  it('no service', async () => {
    renderCard(async () => someDependencies());
    expect(
      await screen.findByText('No service, so no calls'),
    ).toBeInTheDocument();
  });

  it('no store: says why, and claims nothing about callers', async () => {
    renderCard(async () =>
      known({
        at: undefined,
        nodes: [mine],
        edges: [],
        notes: [aText('No metrics store is configured for north.')],
      }),
    );
    expect(
      await screen.findByText('No metrics store is configured for north.'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Nobody has called it/)).toBeNull();
  });

  it('no traffic: says over how long', async () => {
    renderCard(async () => known({ nodes: [mine], edges: [] }));
    expect(
      await screen.findByText('Nobody has called it in the last 5 min.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('It has called nobody in the last 5 min.'),
    ).toBeInTheDocument();
  });
});

it('lists callers and called, the worst first, each with health, rate and success', async () => {
  renderCard(async () => known());
  const callers = within(await list('Callers')).getAllByRole('listitem');
  expect(callers).toHaveLength(1);
  expect(callers[0]).toHaveTextContent(
    /shop\/web.*healthy.*mTLS.*12 req\/s · 100 % succeed · p99 90 ms/,
  );
  const called = within(await list('Calls')).getAllByRole('listitem');
  expect(called[0]).toHaveTextContent(
    /shop\/stock.*in another cluster: south.*failing.*crosses clusters.*no mTLS.*2 req\/s · 50 % succeed.*not in the catalog/,
  );
  expect(called[1]).toHaveTextContent(/shop\/prices.*healthy/);
});

it('says nothing about encryption that nobody saw, nor of the cluster that is mine', async () => {
  renderCard(async () => known());
  const [, prices2] = within(await list('Calls')).getAllByRole('listitem');
  expect(prices2).not.toHaveTextContent(/mTLS|north/);
});

it('leads to whom it calls: the entity, else the page of the service', async () => {
  renderCard(async () => known());
  expect(
    within(await list('Callers')).getByRole('link', { name: 'shop/web' }),
  ).toHaveAttribute('href', '/mesh/services/production/shop/web');
});

it('says how many more there are, and leads to all of them', async () => {
  const many = Array.from({ length: 7 }, (_, index) => aNode(`web${index}`));
  renderCard(async () =>
    known({
      nodes: [mine, ...many],
      edges: many.map(node => anEdge(node, mine)),
    }),
  );
  const callers = await list('Callers');
  expect(
    within(callers).getByRole('link', { name: 'and 3 more' }),
  ).toHaveAttribute(
    'href',
    '/catalog/default/component/basket/mesh/dependencies',
  );
});

it('counts and names nobody whom the viewer may not see', async () => {
  const hidden = aHiddenNode();
  renderCard(async () =>
    known({ nodes: [mine, hidden], edges: [anEdge(hidden, mine)] }),
  );
  const callers = await list('Callers');
  expect(callers).toHaveTextContent('a service you cannot see');
  expect(within(callers).queryByRole('link')).toBeNull();
  expect(screen.getByText(/mesh\.service\.read/)).toBeInTheDocument();
});

it('shows bytes and no success where nobody counts requests', async () => {
  renderCard(async () =>
    known({
      nodes: [mine, web],
      edges: [
        anEdge(web, mine, {
          protocol: 'tcp',
          health: 'unknown',
          golden: {
            state: 'ok',
            windowSeconds: 300,
            tcp: {
              connectionsPerSecond: 1,
              receivedBytesPerSecond: 400,
              sentBytesPerSecond: 600,
            },
          },
        }),
      ],
    }),
  );
  const callers = await list('Callers');
  expect(callers).toHaveTextContent('1 kB/s');
  expect(callers).not.toHaveTextContent(/%|succeed|req\/s/);
});

it('counts the differences to the catalog, and leaves "is it me?" to the golden metrics', async () => {
  renderCard(async () =>
    known({
      verdicts: [
        {
          ...{ set: 'production', namespace: 'shop', name: 'basket' },
          place: 'theirs',
          text: aText('92 % of the errors are calls to stock in south.'),
        },
      ],
      drift: [
        {
          kind: 'undeclared',
          entityRef: 'component:default/basket',
          dependsOn: 'component:default/stock',
          text: aText('It calls stock, which the catalog does not say.'),
          manifest: 'spec:\n  dependsOn:\n    - component:default/stock\n',
        },
      ],
    }),
  );
  expect(
    await screen.findByRole('link', {
      name: '1 difference between the calls and the catalog',
    }),
  ).toHaveAttribute(
    'href',
    '/catalog/default/component/basket/mesh/dependencies#drift',
  );
  expect(screen.queryByText(/92 % of the errors/)).toBeNull();
});

it('changes with what the backend says, without being asked', async () => {
  let answer = known({ nodes: [mine], edges: [] });
  const { announceChange } = renderCard(async () => answer);
  await screen.findByText('Nobody has called it in the last 5 min.');
  answer = known();
  await announceChange();
  await waitFor(() =>
    expect(screen.queryByText(/Nobody has called it/)).toBeNull(),
  );
});
