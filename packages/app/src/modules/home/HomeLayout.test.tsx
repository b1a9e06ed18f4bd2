import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HomeLayout } from './HomeLayout';

type Widget = HomePageLayoutProps['widgets'][0];

function aWidget(pluginId: string): Widget {
  return {
    node: {
      spec: { id: `home-page-widget:${pluginId}/test`, plugin: { pluginId } },
    } as Widget['node'],
    component: <p>Widget of {pluginId}</p>,
  };
}

function renderHome(
  app: JsonObject,
  pluginIds = ['mesh'],
  mesh: JsonObject = {},
) {
  renderInTestApp(<HomeLayout widgets={pluginIds.map(aWidget)} />, {
    config: { app, mesh },
  });
}

/** As the browser gets it: that there are stores, and nothing about them. */
const METRICS = { metrics: { stores: {} } };

const SIMULATED = { meshport: { simulatedClusters: true } };

it('shows the mesh widgets under the title of the portal', async () => {
  renderHome({ title: 'Our portal' }, ['home', 'mesh', 'search']);
  expect(await screen.findByText('Widget of mesh')).toBeInTheDocument();
  expect(
    screen.getByRole('heading', { level: 1, name: 'Our portal' }),
  ).toBeInTheDocument();
  expect(screen.queryByText(/Widget of (home|search)/)).toBeNull();
});

it.each([[{}], [{ meshport: { simulatedClusters: false } }]])(
  'says nothing of simulated clusters with %j',
  async app => {
    renderHome(app);
    await screen.findByText('Widget of mesh');
    expect(screen.queryByText(/Simulated clusters/)).toBeNull();
    expect(screen.queryByText('Five things to try')).toBeNull();
  },
);

it('says that clusters are simulated, and on demand what that means', async () => {
  renderHome({ meshport: { simulatedClusters: true } });
  expect(
    await screen.findByText(/Simulated clusters, real protocols/),
  ).toBeVisible();
  const details = screen.getByText(/clusters that live in a process/);
  expect(details).not.toBeVisible();
  const button = screen.getByRole('button', { name: 'What is this?' });
  await userEvent.click(button);
  expect(details).toBeVisible();
  expect(button).toHaveAttribute('aria-expanded', 'true');
});

it.each<[string, JsonObject, RegExp]>([
  ['without metrics', {}, /checked with kubectl\. What/],
  ['with metrics', METRICS, /checked with kubectl and PromQL\. What/],
])('says %s what everything can be checked with', async (_, mesh, words) => {
  renderHome(SIMULATED, ['mesh'], mesh);
  expect(await screen.findByRole('alert')).toHaveTextContent(words);
});

it.each<[string, JsonObject]>([
  ['without metrics', {}],
  ['with metrics', METRICS],
])(
  'says %s where to begin with simulated clusters, each thing a link',
  async (_, mesh) => {
    renderHome(SIMULATED, ['mesh'], mesh);
    const list = await screen.findByRole('region', {
      name: 'Five things to try',
    });
    const items = within(list).getAllByRole('listitem');
    expect(items).toHaveLength(5);
    for (const item of items) {
      expect(within(item).getByRole('link')).toHaveAttribute(
        'href',
        expect.stringMatching(/^\/(catalog|mesh)/),
      );
    }
  },
);

it('leads to callers and to failures that spread where there are metrics', async () => {
  renderHome(SIMULATED, ['mesh'], METRICS);
  expect(
    await screen.findByRole('link', { name: 'Who calls inventory-service?' }),
  ).toHaveAttribute(
    'href',
    '/catalog/default/component/inventory-service/mesh/dependencies',
  );
  expect(
    screen.getByText('npm run lab -- burst gcp-gke orders/inventory-service'),
  ).toBeVisible();
});

it('has nothing to try that needs metrics where there are none', async () => {
  renderHome(SIMULATED);
  await screen.findByRole('region', { name: 'Five things to try' });
  expect(screen.queryByText(/who calls|burst/i)).toBeNull();
});
