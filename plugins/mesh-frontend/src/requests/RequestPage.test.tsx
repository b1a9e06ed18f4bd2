import {
  MeshApiError,
  text,
  type MeshClient,
} from '@meshport/plugin-mesh-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../../dev/renderPage';
import { aFinding, aRequest, someDetails } from '../testing/requests';
import { RequestPage } from './RequestPage';

function renderRequest(client: Partial<MeshClient>) {
  return renderPage(<RequestPage />, {
    ...{ address: '/mesh/requests/request-1', path: '/mesh/requests/:id' },
    client,
  });
}

const section = (name: string) => screen.findByRole('region', { name });

it('tells who wants what and why, what changes, and what restarts', async () => {
  renderRequest({ getRequest: async () => someDetails() });
  expect(
    await screen.findByRole('heading', { name: 'Restart workloads of shop' }),
  ).toBeVisible();
  expect(screen.getByText('Two pods of cart have no proxy yet.')).toBeVisible();
  const changes = await section('What will change');
  expect(changes).toHaveTextContent('In north');
  expect(changes).toHaveTextContent('Restart Deployment shop/cart');
  const diff = within(changes).getByRole('group');
  expect(diff).toHaveTextContent(
    'added: + kubectl.kubernetes.io/restartedAt: (time of the restart)',
  );
  expect(await section('What it does besides')).toHaveTextContent(
    '2 pods of 1 workload',
  );
  expect(await section('Who decides')).toHaveTextContent('operators');
  expect(await section('What happened')).toHaveTextContent('Asked for.');
});

it('approves exactly what is shown', async () => {
  const approved: unknown[] = [];
  renderRequest({
    getRequest: async () => someDetails(),
    approveRequest: async ({ body }) => {
      approved.push(body);
      return someDetails(aRequest({ state: 'approved' }));
    },
  });
  const name = 'Approve: restarts 2 pods';
  await userEvent.click(await screen.findByRole('button', { name }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name }));
  await waitFor(() => expect(approved).toEqual([{ hash: 'hash-of-cart' }]));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('says why one may not decide, without a button for it', async () => {
  const reason = text('request.refused.own');
  renderRequest({
    getRequest: async () =>
      someDetails(aRequest(), [
        { command: 'approve', allowed: false, reason },
        { command: 'withdraw', allowed: true },
      ]),
  });
  expect(await screen.findByRole('button', { name: 'Withdraw' })).toBeVisible();
  expect(screen.getByText(/Nobody decides on what they asked/)).toBeVisible();
  expect(screen.queryByRole('button', { name: /Approve/ })).toBeNull();
});

it('checks again once when it is opened, and shows what was found', async () => {
  let request = aRequest();
  let checks = 0;
  const details = () =>
    someDetails(request, [{ command: 'recheck', allowed: true }]);
  const { announceChange } = renderRequest({
    getRequest: async () => details(),
    recheckRequest: async () => {
      checks += 1;
      const warnings = [aFinding()];
      request = { ...request, preflight: { ...request.preflight, warnings } };
      return details();
    },
  });
  expect(await section('What was checked')).toBeVisible();
  expect(await screen.findByText(/it is away while it restarts/)).toBeVisible();
  await announceChange();
  expect(checks).toBe(1);
});

it('keeps what was checked before where it cannot be checked again', async () => {
  renderRequest({
    getRequest: async () =>
      someDetails(aRequest(), [{ command: 'recheck', allowed: true }]),
    recheckRequest: async () => {
      throw new MeshApiError(409, 'Namespace shop is gone.');
    },
  });
  expect(
    await screen.findByText(
      /could not be checked again: Namespace shop is gone\./,
    ),
  ).toBeVisible();
  expect(await section('What will change')).toBeVisible();
});

it('follows what happens while it is open', async () => {
  let request = aRequest();
  const { announceChange } = renderRequest({
    getRequest: async () => someDetails(request),
  });
  await section('What happened');
  const at = '2026-11-14T08:05:00.000Z';
  request = {
    ...request,
    state: 'done',
    history: [
      ...request.history,
      {
        ...{ at, by: 'mesh', event: 'delivery-done' },
        text: text('request.event.delivery-done', { clusters: 'north' }),
      },
    ],
  };
  await announceChange();
  const history = await section('What happened');
  await waitFor(() => expect(history).toHaveTextContent('Done in north.'));
  expect(history).toHaveTextContent('the portal');
});
