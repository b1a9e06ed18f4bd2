import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { EntityMesh } from '@meshport/plugin-mesh-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aMembership,
  aPosture,
  aReason,
  aService,
  aText,
  anEntityAnswer,
  anInstance,
} from '../../testing/answers';
import { renderPage } from '../../../dev/renderPage';
import { MeshContent } from './MeshContent';

const basket: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
};

function renderTab(overrides: Partial<EntityMesh>) {
  renderPage(
    <EntityProvider entity={basket}>
      <MeshContent />
    </EntityProvider>,
    {
      address: '/catalog/default/component/basket/mesh',
      client: { getEntity: async () => anEntityAnswer(overrides) },
    },
  );
}

const ref = {
  cluster: 'north',
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'basket',
};

const gateway = {
  cluster: 'north',
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  namespace: 'shop',
  name: 'waypoint',
};

it('tells of each workload how it is in the mesh, what decides mTLS, and how to check it', async () => {
  renderTab({
    services: [
      aService({
        instances: [
          anInstance({
            waypoint: gateway,
            workloads: [
              {
                ref,
                membership: [
                  aMembership({
                    mode: 'ambient',
                    state: 'partial',
                    pods: { enrolled: 1, total: 2 },
                    waypoint: gateway,
                    reasons: [aReason()],
                    verify: [
                      { text: aText('Which pods are in:'), command: 'kubectl' },
                    ],
                  }),
                ],
                posture: aPosture({
                  decidedBy: [{ ...ref, kind: 'PeerAuthentication' }],
                  identities: ['spiffe://north/ns/shop/sa/basket'],
                  encryption: 'wireguard',
                }),
              },
            ],
          }),
        ],
      }),
    ],
  });
  const service = await screen.findByRole('region', {
    name: 'shop/basket in Production',
  });
  for (const text of [
    /Deployment basket.*partly enrolled.*Istio ambient.*1\/2 pods/,
    /Gateway shop\/waypoint/,
    /2 pods started before injection/,
    /pod-predates-injection/,
    /mTLS strict/,
    /PeerAuthentication shop\/basket/,
    /spiffe:\/\/north\/ns\/shop\/sa\/basket/,
    /WireGuard between nodes/,
    /Which pods are in:/,
  ]) {
    expect(service).toHaveTextContent(text);
  }
  await userEvent.click(
    within(service).getByRole('link', { name: 'All of namespace shop' }),
  );
  expect(screen.getByLabelText('address')).toHaveTextContent(
    '/mesh/namespaces/north/shop',
  );
});

it.each([
  [
    'a mirror',
    { kind: 'mirror', of: { cluster: 'north', namespace: 'shop', name: 'b' } },
    'mirror shop/basket of the one in north',
  ],
  [
    'an import of a cluster that nobody knows',
    { kind: 'imported', unresolved: 'far-away' },
    'imported service shop/basket of a cluster called far-away, which this portal does not know',
  ],
] as const)('says of %s what it stands for', async (_, overrides, words) => {
  renderTab({
    services: [
      aService({
        instances: [anInstance({ cluster: 'south', ...overrides })],
      }),
    ],
  });
  const service = await screen.findByRole('region', {
    name: 'shop/basket in Production',
  });
  expect(service).toHaveTextContent(words);
  expect(within(service).queryByText('enrolled')).toBeNull();
});

it('lists workloads that no Service selects, by cluster', async () => {
  renderTab({
    services: [],
    workloads: [
      {
        set: 'production',
        ref: { ...ref, kind: 'CronJob', name: 'sweeper' },
        membership: [aMembership({ mesh: '', state: 'not-enrolled' })],
        posture: aPosture(),
      },
    ],
  });
  expect(
    await screen.findByRole('region', {
      name: 'Workloads without a Service in north',
    }),
  ).toHaveTextContent(/CronJob sweeper.*not in a mesh/);
});

it('says by what the services were found, and whose they are', async () => {
  renderTab({
    lookedFor: aText('Looked in north for shop/basket.'),
    services: [aService({ owners: ['group:default/team-shop'] })],
  });
  const found = await screen.findByRole('region', { name: 'How it was found' });
  expect(found).toHaveTextContent(/Looked in north for shop\/basket\./);
  expect(
    within(found).getByRole('link', { name: /team-shop/ }),
  ).toHaveAttribute('href', expect.stringContaining('team-shop'));
});

it('says nothing of owners where there is no service', async () => {
  renderTab({
    services: [],
    workloads: [
      {
        set: 'production',
        ref: { ...ref, kind: 'CronJob', name: 'sweeper' },
        membership: [aMembership({ mesh: '', state: 'not-enrolled' })],
        posture: aPosture(),
      },
    ],
  });
  expect(
    await screen.findByRole('region', { name: 'How it was found' }),
  ).not.toHaveTextContent('Owners');
});

it('says which annotation names a service where none was found', async () => {
  renderTab({ services: [], matchedBy: 'none' });
  expect(
    await screen.findByText('No service found for this entity'),
  ).toBeInTheDocument();
});

it('does not let what was last read pass for the current state', async () => {
  renderTab({
    sources: [
      {
        cluster: 'north',
        part: 'objects',
        status: 'unreachable',
        observedAt: new Date(Date.now() - 600_000).toISOString(),
        reason: aText('north does not answer.'),
      },
    ],
  });
  expect(
    await screen.findByRole('region', { name: 'shop/basket in Production' }),
  ).toHaveTextContent(/enrolled.*last known, 10 minutes ago/);
});
