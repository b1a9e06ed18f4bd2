import { MeshApiError } from '@meshport/plugin-mesh-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Navigate, Route, Routes } from 'react-router-dom';
import {
  aPage,
  aReason,
  aSummary,
  aText,
  aWholeCluster,
  anInstallation,
} from '../../testing/answers';
import { renderPage } from '../../../dev/renderPage';
import { OverviewPage } from './OverviewPage';

const forbidden = async () => {
  throw new MeshApiError(
    403,
    'You need the permission mesh.platform.read to see this.',
  );
};

const linkerd = anInstallation({
  mesh: 'linkerd',
  title: 'Linkerd',
  health: 'failing',
  reasons: [aReason({ text: aText('The injector of Linkerd is down.') })],
});

it('has a row per cluster, a column per mesh that is installed anywhere', async () => {
  renderPage(<OverviewPage />, {
    client: {
      listClusters: async () =>
        aPage([
          aWholeCluster('north'),
          aWholeCluster('south', { meshes: [linkerd] }),
        ]),
    },
  });
  const matrix = await screen.findByRole('table', {
    name: 'Clusters and meshes',
  });
  const headers = within(matrix).getAllByRole('columnheader');
  expect(headers.map(({ textContent }) => textContent)).toEqual([
    ...['Cluster', 'Network', 'Istio', 'Linkerd', 'Pods in a mesh'],
  ]);
  const row = within(matrix).getByRole('row', { name: /^north/ });
  expect(row).toHaveTextContent(/healthy.*1\.31\.1.*8 of 10 pods/);
  expect(row).toHaveTextContent('not installed');
  await userEvent.click(within(row).getByRole('link', { name: 'north' }));
  expect(screen.getByLabelText('address')).toHaveTextContent(
    '/mesh/clusters/north',
  );
});

it('names a mesh that it does not know as the answer does', async () => {
  renderPage(<OverviewPage />, {
    client: {
      listClusters: async () =>
        aPage([
          aWholeCluster('north', {
            meshes: [anInstallation({ mesh: 'kuma', title: 'Kuma' })],
          }),
        ]),
    },
  });
  expect(
    await screen.findByRole('columnheader', { name: 'Kuma' }),
  ).toBeInTheDocument();
});

it('lists what needs attention: what fails, then services, then what can wait', async () => {
  const needy = aSummary({
    state: 'misconfigured',
    needs: { cluster: 'north', code: 'c', text: aText('It has no Service.') },
  });
  renderPage(<OverviewPage />, {
    client: {
      listClusters: async () =>
        aPage([
          aWholeCluster('north', {
            reasons: [aReason({ text: aText('The network is old.') })],
          }),
          aWholeCluster('south', { meshes: [linkerd] }),
        ]),
      listServices: async () => aPage([needy], { total: 9 }),
    },
  });
  const attention = await screen.findByRole('region', {
    name: 'Needs attention',
  });
  const items = within(attention).getAllByRole('listitem');
  expect(items.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^failingsouth: The injector of Linkerd is down/),
    expect.stringMatching(/^misconfiguredshop\/basket.*It has no Service/),
    expect.stringMatching(/^to knownorth: The network is old/),
  ]);
  await userEvent.click(
    within(attention).getByRole('link', { name: 'and 8 more services' }),
  );
  expect(screen.getByLabelText('address')).toHaveTextContent(
    '/mesh/services?state=misconfigured&state=pending-restart',
  );
});

it('leads whoever may not see it to the services, where `/mesh` led here', async () => {
  renderPage(
    <Routes>
      <Route path="/mesh" element={<Navigate to="overview" replace />} />
      <Route path="/mesh/overview" element={<OverviewPage />} />
    </Routes>,
    { client: { listClusters: forbidden } },
  );
  await waitFor(() =>
    expect(screen.getByLabelText('address')).toHaveTextContent(
      /^\/mesh\/services$/,
    ),
  );
  expect(screen.queryByText(/mesh\.platform\.read/)).toBeNull();
});

it('stays where it led to for whoever may see it', async () => {
  renderPage(
    <Routes>
      <Route path="/mesh" element={<Navigate to="overview" replace />} />
      <Route path="/mesh/overview" element={<OverviewPage />} />
    </Routes>,
  );
  await screen.findByRole('region', { name: 'Needs attention' });
  expect(screen.getByLabelText('address')).toHaveTextContent(
    /^\/mesh\/overview$/,
  );
});

describe('with several cluster sets', () => {
  const sets = [
    { name: 'live', title: 'Live' },
    { name: 'trial', title: 'Trial' },
  ];
  const needs = (message: string) => ({
    ...{ cluster: 'north', code: 'c', text: aText(message) },
  });
  const many = Array.from({ length: 12 }, (_, index) =>
    aSummary({
      set: 'live',
      name: `s${index + 1}`,
      needs: needs('Restart it.'),
    }),
  );
  const inTrial = aSummary({
    set: 'trial',
    name: 'draft',
    state: 'misconfigured',
    needs: needs('It has no Service.'),
  });

  const renderSets = () =>
    renderPage(<OverviewPage />, {
      client: {
        listClusters: async () =>
          aPage([aWholeCluster('north', { set: 'live' })], { sets }),
        listServices: async () => aPage([inTrial, ...many]),
      },
    });

  it('lists what needs attention by set, in their order, ten of each', async () => {
    renderSets();
    const attention = await screen.findByRole('region', {
      name: 'Needs attention',
    });
    expect(
      within(attention)
        .getAllByRole('heading', { level: 3 })
        .map(({ textContent }) => textContent),
    ).toEqual(['Live', 'Trial']);
    const items = within(attention).getAllByRole('listitem');
    expect(items).toHaveLength(11);
    expect(items[0]).toHaveTextContent('shop/s1');
    expect(items[10]).toHaveTextContent('shop/draft');
  });

  it('shows the rest by keyboard', async () => {
    renderSets();
    const more = await screen.findByRole('button', {
      name: 'Show all 12 of Live',
    });
    act(() => more.focus());
    await userEvent.keyboard('{Enter}');
    expect(screen.getByRole('link', { name: 'shop/s12' })).toBeVisible();
    expect(more).toHaveAttribute('aria-expanded', 'true');
    expect(more).toHaveFocus();
    await userEvent.keyboard(' ');
    expect(screen.queryByRole('link', { name: 'shop/s12' })).toBeNull();
  });
});

it('names the permission that is missing, and where to look instead', async () => {
  renderPage(<OverviewPage />, { client: { listClusters: forbidden } });
  expect(await screen.findByText(/mesh\.platform\.read/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('link', { name: 'Services' }));
  expect(screen.getByLabelText('address')).toHaveTextContent('/mesh/services');
});

it('without any cluster says what to add', async () => {
  renderPage(<OverviewPage />, {
    client: { listClusters: async () => aPage([]) },
  });
  expect(await screen.findByText('No cluster yet')).toBeInTheDocument();
  expect(screen.getByText(/clusterLocatorMethods:/)).toBeInTheDocument();
});

it('explains the words of the trade on demand', async () => {
  renderPage(<OverviewPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Words' }));
  const dialog = screen.getByRole('dialog');
  for (const word of ['waypoint', 'ztunnel', 'mirror', 'trust domain']) {
    expect(within(dialog).getByText(word)).toBeVisible();
  }
});
