import { MeshApiError, type MeshClient } from '@meshport/plugin-mesh-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../../dev/renderPage';
import {
  aFinding,
  aPreflight,
  aRequest,
  aRequestRow,
  someDetails,
} from '../testing/requests';
import { OpenRequests } from './OpenRequests';
import { RequestRestart } from './RequestRestart';

const FORM = {
  ...{ kind: 'workload-restart' as const, clusters: ['north'] },
  ...{ namespace: 'shop' },
  workloads: [{ kind: 'Deployment' as const, name: 'cart' }],
};

async function openDialog(client: Partial<MeshClient>) {
  renderPage(<RequestRestart form={FORM} />, { client });
  await userEvent.click(
    await screen.findByRole('button', { name: 'Request restart' }),
  );
  return screen.findByRole('dialog', {
    name: 'Ask to restart Deployment cart',
  });
}

const askFor = () => screen.getByRole('button', { name: 'Ask for it' });

const say = async (reason: string) =>
  userEvent.type(
    await screen.findByRole('textbox', { name: /Why do you ask/ }),
    reason,
  );

it('asks for exactly what the preflight shows', async () => {
  const filed: unknown[] = [];
  const dialog = await openDialog({
    preflight: async () => aPreflight(),
    fileRequest: async ({ body }) => {
      filed.push(body);
      return someDetails(aRequest({ id: 'request-7' }));
    },
  });
  await say('no proxy yet');
  expect(dialog).toHaveTextContent('2 pods of 1 workload');
  await userEvent.click(askFor());
  expect(
    await screen.findByRole('link', { name: 'See the request' }),
  ).toHaveAttribute('href', '/mesh/requests/request-7');
  expect(filed).toEqual([
    {
      ...{ form: FORM, hash: 'hash-of-cart', accepts: [] },
      reason: 'no proxy yet',
    },
  ]);
});

it('takes no request before each warning is accepted', async () => {
  await openDialog({
    preflight: async () => aPreflight({ warnings: [aFinding()] }),
  });
  await say('no proxy yet');
  expect(askFor()).toBeDisabled();
  await userEvent.click(screen.getByRole('checkbox'));
  expect(askFor()).toBeEnabled();
});

it('says why it cannot be asked for, without a button to do so', async () => {
  const dialog = await openDialog({
    preflight: async () => aPreflight({ blockers: [aFinding()] }),
  });
  expect(await screen.findByText('Stops it')).toBeVisible();
  expect(dialog).toHaveTextContent('it is away while it restarts');
  expect(screen.queryByRole('button', { name: 'Ask for it' })).toBeNull();
});

it('says which permission is missing', async () => {
  const dialog = await openDialog({
    preflight: async () => {
      throw new MeshApiError(404, 'It takes mesh.request.create.');
    },
  });
  await waitFor(() =>
    expect(dialog).toHaveTextContent('It takes mesh.request.create.'),
  );
});

it('shows the changes of now where those that were read are old', async () => {
  let checks = 0;
  const dialog = await openDialog({
    preflight: async () => {
      checks += 1;
      const restarts = { workloads: 1, pods: checks + 1 };
      const { affects } = aPreflight();
      return aPreflight({ affects: { ...affects, restarts } });
    },
    fileRequest: async () => {
      throw new MeshApiError(409, 'Something has changed.');
    },
  });
  await say('no proxy yet');
  await userEvent.click(askFor());
  await waitFor(() =>
    expect(dialog).toHaveTextContent(
      'Nothing was asked for: Something has changed.',
    ),
  );
  await waitFor(() => expect(dialog).toHaveTextContent('3 pods of 1 workload'));
});

it('tells of what was asked for and waits, of this namespace only', async () => {
  const there = { clusters: ['north'], sets: [], namespace: 'bank' };
  renderPage(<OpenRequests cluster="north" namespace="shop" />, {
    client: {
      listRequests: async () => ({
        items: [aRequestRow(), aRequestRow({ id: 'other', target: there })],
      }),
    },
  });
  const [waits, ...others] = await screen.findAllByText(/asked/);
  expect(others).toEqual([]);
  expect(waits).toHaveTextContent(
    /^Restart workloads of shop: waits for a decision, asked .* ago\.$/,
  );
});
