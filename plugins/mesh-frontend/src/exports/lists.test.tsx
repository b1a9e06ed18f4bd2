import type { MeshClient } from '@meshport/plugin-mesh-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../../dev/renderPage';
import { aPage } from '../testing/answers';
import { aLink, aMissingTarget, anExport } from '../testing/exports';
import { ExportsListPage } from './ExportsListPage';
import { LinksPage } from './LinksPage';

type Asked = Parameters<MeshClient['listExports']>[0]['query'];

function renderExports(items = [anExport()]) {
  const asked: Asked[] = [];
  renderPage(<ExportsListPage />, {
    address: '/mesh/exports',
    client: {
      listExports: async ({ query }) => {
        asked.push(query);
        return aPage(items);
      },
    },
  });
  return asked;
}

it('lists what is offered, where it arrived and what it needs', async () => {
  renderExports([anExport({ state: 'missing', to: [aMissingTarget()] })]);
  const table = await screen.findByRole('table', { name: 'Exports' });
  const [, row] = within(table).getAllByRole('row');
  expect(row).toHaveTextContent('Linkerd mirror');
  expect(row).toHaveTextContent(/south: not available/);
  expect(row).toHaveTextContent('Create namespace shop in south.');
});

it('has the server filter, what cannot be used first', async () => {
  const asked = renderExports();
  await screen.findByRole('table', { name: 'Exports' });
  expect(asked[0]).toMatchObject({ sort: 'state' });
  await userEvent.click(screen.getByRole('combobox', { name: /^How/ }));
  await userEvent.click(
    await screen.findByRole('option', { name: 'Linkerd mirror' }),
  );
  await waitFor(() =>
    expect(asked.at(-1)).toMatchObject({ mechanism: ['linkerd-mirror'] }),
  );
});

it('says how something would be offered where nothing is', async () => {
  renderExports([]);
  expect(
    await screen.findByText('Nothing is offered to other clusters'),
  ).toBeVisible();
});

it('lists how clusters are connected', async () => {
  const items = [
    aLink(),
    aLink({ to: 'attic', unresolved: true, state: 'unknown' }),
  ];
  renderPage(<LinksPage />, {
    address: '/mesh/links',
    client: { listLinks: async () => aPage(items) },
  });
  const table = await screen.findByRole('table', { name: 'Links' });
  const [, first, second] = within(table).getAllByRole('row');
  expect(first).toHaveTextContent(/south.*north.*connected.*Linkerd Link.*3/);
  expect(second).toHaveTextContent(/attic \(no cluster of this portal/);
});
