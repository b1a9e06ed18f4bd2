import { MeshApiError, type Graph } from '@meshport/plugin-mesh-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aText } from '../../testing/answers';
import { aGraph, anEdge, aNode } from '../../testing/graphs';
import { renderPage } from '../../../dev/renderPage';
import { GraphPage } from './GraphPage';

const web = aNode('web');
const cart = aNode('cart', { cluster: 'south' });

const answer = (overrides: Partial<Graph> = {}) =>
  aGraph({ nodes: [web, cart], edges: [anEdge(web, cart)], ...overrides });

function renderGraph(search: string, getGraph = async () => answer()) {
  const asked: unknown[] = [];
  renderPage(<GraphPage />, {
    address: `/mesh/graph${search}`,
    client: {
      getGraph: async input => {
        asked.push(input.query);
        return getGraph();
      },
    },
  });
  return asked;
}

it('draws whoever calls and is called', async () => {
  renderGraph('?view=graph');
  expect(
    await screen.findByRole('button', {
      name: /^web healthy · shop, service, north/,
    }),
  ).toBeInTheDocument();
  expect(
    screen.getByRole('button', {
      name: /^cart healthy · shop, service, south/,
    }),
  ).toBeInTheDocument();
  expect(screen.getByText('south (Production)')).toBeInTheDocument();
});

it('asks the server for what the address filters by', async () => {
  const asked = renderGraph(
    '?view=table&q=ca&cluster=south&namespace=shop&mesh=istio&set=production',
  );
  await screen.findByRole('table', { name: 'Calls' });
  expect(asked).toEqual([
    {
      q: 'ca',
      cluster: ['south'],
      namespace: ['shop'],
      mesh: ['istio'],
      set: ['production'],
      gateways: 'false',
    },
  ]);
});

it('says how much of all it shows', async () => {
  renderGraph('?view=table', async () =>
    answer({ truncated: { nodes: 1340, edges: 4000 } }),
  );
  expect(
    await screen.findByText(
      /Showing 2 of 1,340 services.*Showing 1 of 4,000 connections/,
    ),
  ).toBeInTheDocument();
});

it('offers the namespaces that it has seen, and takes filters back', async () => {
  const asked = renderGraph('?view=table');
  await screen.findByRole('table', { name: 'Calls' });
  await userEvent.click(screen.getByRole('combobox', { name: /Namespace/ }));
  await userEvent.click(await screen.findByRole('option', { name: 'shop' }));
  await userEvent.keyboard('{Escape}');
  expect(asked[asked.length - 1]).toMatchObject({ namespace: ['shop'] });
  await userEvent.click(
    await screen.findByRole('button', { name: 'Clear all filters' }),
  );
  await waitFor(() =>
    expect(asked[asked.length - 1]).not.toHaveProperty('namespace'),
  );
});

it('says so where nothing was called, and why something may be missing', async () => {
  renderGraph('', async () =>
    aGraph({ notes: [aText('The metrics store main does not answer.')] }),
  );
  expect(await screen.findByText('No calls')).toBeInTheDocument();
  expect(
    within(screen.getByRole('note', { name: 'What is missing' })).getByText(
      'The metrics store main does not answer.',
    ),
  ).toBeInTheDocument();
});

it('names the permission where it may not be seen', async () => {
  renderGraph('', async () => {
    throw new MeshApiError(
      403,
      'You need the permission mesh.service.read to see this.',
    );
  });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'mesh.service.read',
  );
});
