import { FlatRoutes } from '@backstage/core-app-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { Route } from 'react-router-dom';
import { entityAnswer, platformAnswer } from '../dev/recordedAnswers';
import { createRecordedMeshClient } from '../dev/RecordedMeshClient';
import {
  EntityMeshCard,
  EntityMeshContent,
  MeshClustersPage,
  MeshGraphPage,
  MeshNamespacesPage,
  MeshOverviewPage,
  MeshServicesPage,
  MeshSetupPage,
  meshApiRef,
  meshPlugin,
} from './legacy';
import { aGraph, anEdge, aNode } from './testing/graphs';

const web = aNode('web');
const cart = aNode('cart');

function renderLegacy(children: ReactNode, route = '/') {
  const client = createRecordedMeshClient({
    getEntity: async () => entityAnswer('healthy'),
    listClusters: async () => platformAnswer('listClusters'),
    listServices: async () => platformAnswer('listServices'),
    listNamespaces: async () => platformAnswer('listNamespaces'),
    getGraph: async () =>
      aGraph({ nodes: [web, cart], edges: [anEdge(web, cart)] }),
    getSetup: async () => platformAnswer('getSetup'),
  });
  return renderInTestApp(
    <TestApiProvider apis={[[meshApiRef, client]]}>{children}</TestApiProvider>,
    {
      routeEntries: [route],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

it('brings the API to apps on the old frontend system', () => {
  expect([...meshPlugin.getApis()].map(factory => factory.api.id)).toEqual([
    meshApiRef.id,
  ]);
});

it.each([
  ['card', <EntityMeshCard />, 'In the mesh in North and South'],
  ['tab', <EntityMeshContent />, 'shop/basket in Production'],
] as const)('renders the %s of an entity', async (_, part, text) => {
  await renderLegacy(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'legacy-basket' },
      }}
    >
      {part}
    </EntityProvider>,
  );
  expect(await screen.findByText(text)).toBeInTheDocument();
});

it('leads from page to page where the app has mounted them', async () => {
  await renderLegacy(
    <FlatRoutes>
      <Route path="/mesh" element={<MeshOverviewPage />} />
      <Route path="/mesh/services" element={<MeshServicesPage />} />
      <Route path="/mesh/namespaces" element={<MeshNamespacesPage />} />
      <Route path="/mesh/graph" element={<MeshGraphPage />} />
      <Route path="/mesh/clusters" element={<MeshClustersPage />} />
      <Route path="/mesh/setup" element={<MeshSetupPage />} />
    </FlatRoutes>,
    '/mesh',
  );
  expect(
    await screen.findByRole('table', { name: 'Clusters and meshes' }),
  ).toBeInTheDocument();
  for (const name of ['Services', 'Namespaces', 'Clusters']) {
    await userEvent.click(screen.getByRole('link', { name }));
    expect(await screen.findByRole('table', { name })).toBeInTheDocument();
    expect(screen.getByRole('link', { name })).toHaveAttribute(
      'aria-current',
      'page',
    );
  }
  await userEvent.click(screen.getByRole('link', { name: 'Graph' }));
  expect(
    await screen.findByRole('button', { name: /^web healthy · shop, service/ }),
  ).toBeInTheDocument();
  await userEvent.click(screen.getByRole('link', { name: 'Setup' }));
  expect(
    await screen.findByRole('region', { name: 'This portal' }),
  ).toBeInTheDocument();
});
