import {
  MeshApiError,
  text,
  type MeshClient,
} from '@meshport/plugin-mesh-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ServicesPage } from '../../platform/ServicesPage/ServicesPage';
import { aPage, aSummary } from '../../testing/answers';
import { renderPage } from '../../../dev/renderPage';

type Query = Parameters<MeshClient['listServices']>[0]['query'];

/** A server with 7 services in pages of 3 at most; keeps what it was asked. */
function aServer() {
  const asked: Query[] = [];
  const names = Array.from({ length: 7 }, (_, i) => `service-${i}`);
  const listServices: MeshClient['listServices'] = async ({ query }) => {
    asked.push(query);
    const start = Number(query?.cursor ?? 0);
    const end = start + 3;
    return aPage(
      names.slice(start, end).map(name => aSummary({ name })),
      {
        total: names.length,
        ...(end < names.length ? { nextCursor: String(end) } : {}),
      },
    );
  };
  return { asked, listServices };
}

const address = () => screen.getByLabelText('address').textContent;

async function theTable() {
  return screen.findByRole('table', { name: 'Services' });
}

async function firstName() {
  const [, first] = within(await theTable()).getAllByRole('row');
  return within(first).getByRole('rowheader').textContent;
}

describe('a list of the server', () => {
  it('is asked for as its address says', async () => {
    const { asked, listServices } = aServer();
    renderPage(<ServicesPage />, {
      address:
        '/mesh/services?q=cart&sort=name&order=desc&cluster=north&cluster=south',
      client: { listServices },
    });
    await theTable();
    expect(asked[0]).toEqual({
      ...{ q: 'cart', sort: 'name', order: 'desc', cursor: undefined },
      cluster: ['north', 'south'],
    });
  });

  it('sorts by a column, turns it round, and begins on the first page again', async () => {
    const { asked, listServices } = aServer();
    renderPage(<ServicesPage />, {
      address: '/mesh/services?cursor=3',
      client: { listServices },
    });
    const table = await theTable();
    const sortBy = () =>
      userEvent.click(within(table).getByRole('button', { name: 'Service' }));
    await sortBy();
    expect(address()).toBe('/mesh/services?sort=name');
    await sortBy();
    expect(address()).toBe('/mesh/services?sort=name&order=desc');
    await waitFor(() =>
      expect(asked.at(-1)).toMatchObject({ sort: 'name', order: 'desc' }),
    );
    expect(
      within(table).getByRole('columnheader', { name: 'Service' }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('pages forward and back, and keeps the rows until the next ones are there', async () => {
    renderPage(<ServicesPage />, {
      address: '/mesh/services',
      client: aServer(),
    });
    expect(await firstName()).toBe('service-0');
    expect(screen.getByText('7 rows')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    await waitFor(async () => expect(await firstName()).toBe('service-3'));
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    await waitFor(async () => expect(await firstName()).toBe('service-6'));
    expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    await waitFor(async () => expect(await firstName()).toBe('service-3'));
    await userEvent.click(screen.getByRole('button', { name: 'First page' }));
    await waitFor(async () => expect(await firstName()).toBe('service-0'));
    expect(address()).toBe('/mesh/services');
  });

  it('filters by what is chosen, and clears all filters at once', async () => {
    const { asked, listServices } = aServer();
    renderPage(<ServicesPage />, {
      address: '/mesh/services',
      client: { listServices },
    });
    await theTable();
    await userEvent.click(screen.getByRole('combobox', { name: /^State/ }));
    await userEvent.click(
      screen.getByRole('option', { name: 'misconfigured' }),
    );
    await userEvent.keyboard('{Escape}');
    expect(address()).toBe('/mesh/services?state=misconfigured');
    await userEvent.type(screen.getByLabelText('Search'), 'cart');
    await waitFor(() =>
      expect(asked.at(-1)).toMatchObject({
        q: 'cart',
        state: ['misconfigured'],
      }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear all filters' }),
    );
    await waitFor(() => expect(address()).toBe('/mesh/services'));
  });

  it('hides columns, but never the names, and says so in its address', async () => {
    renderPage(<ServicesPage />, {
      address: '/mesh/services',
      client: aServer(),
    });
    const table = await theTable();
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    expect(
      screen.queryByRole('menuitemcheckbox', { name: 'Service' }),
    ).toBeNull();
    await userEvent.click(
      screen.getByRole('menuitemcheckbox', { name: 'Cluster set' }),
    );
    expect(address()).toBe('/mesh/services?hide=needs%2Cowners%2Cp99%2Cset');
    await userEvent.keyboard('{Escape}');
    expect(
      within(table).queryByRole('columnheader', { name: 'Cluster set' }),
    ).toBeNull();
  });

  it('downloads all pages in every column, whatever is shown', async () => {
    const files: Blob[] = [];
    URL.createObjectURL = jest.fn((blob: Blob) => {
      files.push(blob);
      return 'blob:list';
    });
    URL.revokeObjectURL = jest.fn();
    const { asked, listServices } = aServer();
    renderPage(<ServicesPage />, {
      address: '/mesh/services?hide=owners&q=cart',
      client: { listServices },
    });
    await theTable();
    await userEvent.click(screen.getByRole('button', { name: 'CSV' }));
    await waitFor(() => expect(files).toHaveLength(1));
    const lines = (await files[0].text()).trim().split('\r\n');
    expect(lines).toHaveLength(1 + 7);
    expect(lines[0]).toContain('Owners');
    expect(asked.at(-1)).toMatchObject({ q: 'cart', limit: 200 });
  });

  it('downloads the words of the page, with the stable names beside them', async () => {
    const files: Blob[] = [];
    URL.createObjectURL = jest.fn((blob: Blob) => {
      files.push(blob);
      return 'blob:list';
    });
    URL.revokeObjectURL = jest.fn();
    const service = aSummary({
      state: 'pending-restart',
      needs: {
        cluster: 'north',
        code: 'pod-predates-injection',
        text: text('reason.pod-predates-injection.no-times', { count: 2 }),
      },
      clusters: [
        {
          ...{ cluster: 'north', mesh: 'istio', mode: 'sidecar' },
          ...{ state: 'pending-restart', enrolled: 1, total: 3 },
        },
      ],
    });
    renderPage(<ServicesPage />, {
      address: '/mesh/services',
      client: { listServices: async () => aPage([service]) },
    });
    await theTable();
    await userEvent.click(screen.getByRole('button', { name: 'CSV' }));
    await waitFor(() => expect(files).toHaveLength(1));
    const [titles, row] = (await files[0].text()).trim().split('\r\n');
    expect(titles).toContain(',State,State (name for scripts),');
    expect(row).toContain(',restart needed,pending-restart,');
    expect(row).toContain('"north, Istio, restart needed 1/3"');
    expect(row).toContain(
      ',2 pods started before injection was switched on.,pod-predates-injection',
    );
  });

  it.each([
    ['/mesh/services', 'No service here that you may see'],
    ['/mesh/services?q=nothing', 'Nothing matches'],
  ])('at %s without any row says: %s', async (where, said) => {
    renderPage(<ServicesPage />, {
      address: where,
      client: { listServices: async () => aPage([]) },
    });
    expect(await screen.findByText(said)).toBeInTheDocument();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says what the server does not understand in its address', async () => {
    renderPage(<ServicesPage />, {
      address: '/mesh/services?sort=colour',
      client: {
        listServices: async () => {
          throw new MeshApiError(400, 'sort: there is no "colour".');
        },
      },
    });
    expect(await screen.findByText(/there is no "colour"/)).toBeVisible();
  });

  it('does not move rows under the pointer when an answer sorts them otherwise', async () => {
    const names = ['cart', 'till'];
    const { announceChange } = renderPage(<ServicesPage />, {
      address: '/mesh/services?hide=-',
      client: {
        listServices: async () =>
          aPage(names.map(name => aSummary({ name, owners: [names[0]] }))),
      },
    });
    const table = await theTable();
    await userEvent.hover(within(table).getByRole('link', { name: 'cart' }));
    names.reverse();
    await announceChange();
    await waitFor(() =>
      expect(within(table).getAllByText('till')).toHaveLength(3),
    );
    expect(await firstName()).toBe('cart');
    await userEvent.unhover(within(table).getByRole('link', { name: 'cart' }));
    await userEvent.hover(screen.getByLabelText('Search'));
    await waitFor(async () => expect(await firstName()).toBe('till'));
  });
});
