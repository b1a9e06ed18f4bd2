import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { platformAnswer } from '../../../dev/recordedAnswers';
import { aNamespace, aPage } from '../../testing/answers';
import { renderPage } from '../../../dev/renderPage';
import { NamespacePage } from './NamespacePage';
import { NamespacesPage } from './NamespacesPage';

it('tells what each namespace asks for, what it has of it, and whose it is', async () => {
  renderPage(<NamespacesPage />, {
    address: '/mesh/namespaces?hide=-',
    client: { listNamespaces: async () => aPage([aNamespace()]) },
  });
  const row = await screen.findByRole('row', { name: /^shop/ });
  expect(row).toHaveTextContent(
    /north.*Istio ambient.*partly enrolled.*Istio ambient 2\/3.*shop-team.*Flux Kustomization shop/,
  );
  await userEvent.click(within(row).getByRole('link', { name: 'shop' }));
  expect(screen.getByLabelText('address')).toHaveTextContent(
    '/mesh/namespaces/north/shop',
  );
});

it.each([
  [{ terminating: true }, /being deleted/],
  [{ owners: [], ownedBy: 'nobody' as const }, /nobody/],
  [{ owners: ['not a ref'] }, /not a ref/],
  [{ asksFor: [{ mesh: 'kuma', mode: 'sidecar' }] }, /kuma sidecar/],
])('shows a namespace with %j', async (overrides, text) => {
  renderPage(<NamespacesPage />, {
    client: { listNamespaces: async () => aPage([aNamespace(overrides)]) },
  });
  expect(await screen.findByRole('row', { name: /^shop/ })).toHaveTextContent(
    text,
  );
});

it('shows one namespace with its workloads, worst first, and leads on from it', async () => {
  const answer = platformAnswer('getNamespace');
  const { cluster, name } = answer.namespace;
  const asked: unknown[] = [];
  renderPage(<NamespacePage />, {
    address: `/mesh/namespaces/${cluster}/${name}`,
    path: '/mesh/namespaces/:cluster/:namespace',
    client: {
      getNamespace: async ({ params }) => {
        asked.push(params);
        return answer;
      },
    },
  });
  expect(
    await screen.findByRole('heading', { level: 2, name }),
  ).toBeInTheDocument();
  expect(asked[0]).toEqual({ cluster, namespace: name });
  const workloads = screen.getByRole('region', { name: 'Workloads' });
  const names = answer.workloads.map(({ ref }) => ref.name);
  for (const workload of names) {
    expect(
      within(workloads).getByRole('button', {
        name: new RegExp(`^\\w+ ${workload}( |$|\\W)`),
      }),
    ).toBeInTheDocument();
  }
  const [service] = answer.services;
  await userEvent.click(
    within(screen.getByRole('region', { name: 'Services' })).getByRole('link', {
      name: service.name,
    }),
  );
  expect(screen.getByLabelText('address')).toHaveTextContent(
    `/mesh/services/${service.set}/${service.namespace}/${service.name}`,
  );
});
