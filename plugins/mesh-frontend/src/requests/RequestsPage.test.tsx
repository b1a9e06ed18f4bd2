import {
  MeshApiError,
  type MeshClient,
  type RequestSummary,
} from '@meshport/plugin-mesh-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../../dev/renderPage';
import { aRequest, aRequestRow, someDetails } from '../testing/requests';
import { RequestsPage } from './RequestsPage';

type Asked = Parameters<MeshClient['listRequests']>[0]['query'];

/** A server with some requests, from which those that are decided disappear. */
function aServer(count: number) {
  const asked: Asked[] = [];
  const decided: [what: string, id: string, body: unknown][] = [];
  const all = Array.from(
    { length: count },
    (_, index): RequestSummary =>
      aRequestRow({ id: `request-${index}`, hash: `hash-${index}` }),
  );
  const isOpen = ({ id }: RequestSummary) =>
    !decided.some(([, other]) => other === id);
  const requestOf = (id: string) =>
    aRequest({ id, hash: id.replace('request', 'hash') });
  const client: Partial<MeshClient> = {
    listRequests: async ({ query }) => {
      asked.push(query);
      return { items: all.filter(isOpen) };
    },
    getRequest: async ({ params }) => someDetails(requestOf(params.id)),
    approveRequest: async ({ params, body }) => {
      decided.push(['approve', params.id, body]);
      return someDetails({ ...requestOf(params.id), state: 'approved' });
    },
    rejectRequest: async ({ params, body }) => {
      decided.push(['reject', params.id, body]);
      return someDetails({ ...requestOf(params.id), state: 'rejected' });
    },
  };
  return { asked, decided, client };
}

function renderRequests(client: Partial<MeshClient>, address = '') {
  renderPage(<RequestsPage />, { address: `/mesh/requests${address}`, client });
}

async function intoTheList() {
  const grid = await screen.findByRole('grid', { name: 'Requests' });
  const [, first] = within(grid).getAllByRole('row');
  act(() => first.focus());
  return userEvent.setup();
}

it('begins with what the viewer may decide, and has the server list the rest', async () => {
  const { asked, client } = aServer(2);
  renderRequests(client);
  await screen.findByRole('grid');
  expect(asked[0]).toMatchObject({ view: 'to-decide' });
  await userEvent.click(screen.getByRole('button', { name: 'Mine' }));
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ view: 'mine' }));
  expect(screen.getByLabelText('address')).toHaveTextContent(
    '/mesh/requests?view=mine',
  );
});

it('lists as its address says', async () => {
  const { asked, client } = aServer(1);
  renderRequests(client, '?view=all&state=failed&state=done&cursor=5');
  await screen.findByRole('grid');
  expect(asked[0]).toEqual({
    ...{ view: 'all', state: ['failed', 'done'], cursor: '5' },
  });
});

it('is decided by keyboard alone, each request with its own hash', async () => {
  const { decided, client } = aServer(3);
  renderRequests(client);
  const user = await intoTheList();
  for (const index of [0, 1, 2]) {
    await user.keyboard('a');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('2 pods of 1 workload');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(decided).toHaveLength(index + 1));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  }
  expect(decided).toEqual([
    ['approve', 'request-0', { hash: 'hash-0' }],
    ['approve', 'request-1', { hash: 'hash-1' }],
    ['approve', 'request-2', { hash: 'hash-2' }],
  ]);
  expect(await screen.findByText('Nothing waits for you')).toBeVisible();
});

it('goes down with j, opens the changes with Enter, and rejects with a reason only', async () => {
  const { decided, client } = aServer(2);
  renderRequests(client);
  const user = await intoTheList();
  await user.keyboard('j{Enter}');
  expect(
    await screen.findByRole('group', {
      name: 'What changes of Deployment shop/cart',
    }),
  ).toBeVisible();
  await user.keyboard('r');
  await screen.findByRole('dialog');
  await user.keyboard('{Enter}');
  expect(
    await screen.findByText('Say why, so that they know what to do next.'),
  ).toBeVisible();
  await user.keyboard('not today{Enter}');
  await waitFor(() =>
    expect(decided).toEqual([
      ['reject', 'request-1', { comment: 'not today' }],
    ]),
  );
  expect(
    await screen.findByText('Restart workloads of shop: rejected.'),
  ).toBeVisible();
});

it('keeps the dialog, and says why, where a decision is refused', async () => {
  const { client } = aServer(1);
  renderRequests({
    ...client,
    approveRequest: async () => {
      throw new MeshApiError(409, 'The changes are not those of before.');
    },
  });
  const user = await intoTheList();
  await user.keyboard('a');
  await screen.findByRole('dialog');
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Nothing was decided: The changes are not those of before.',
  );
});

it('says that one may not decide on an own request', async () => {
  renderRequests({
    listRequests: async () => ({
      items: [aRequestRow({ mine: true, mayDecide: false })],
    }),
  });
  const user = await intoTheList();
  await user.keyboard('a');
  expect(await screen.findByText(/You may not decide/)).toBeVisible();
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('lists its keys', async () => {
  renderRequests(aServer(1).client);
  const user = await intoTheList();
  await user.keyboard('?');
  expect(
    await screen.findByRole('dialog', { name: 'Keys of the list' }),
  ).toHaveTextContent('Ask for changes');
});
