import { MeshApiError } from '@meshport/plugin-mesh-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aPage,
  aReason,
  aText,
  aWholeCluster,
  anInstallation,
} from '../../testing/answers';
import { renderPage } from '../../../dev/renderPage';
import { ClusterPage } from './ClusterPage';
import { ClustersPage } from './ClustersPage';

it('lists clusters with what is in them and what the meshes cost there', async () => {
  renderPage(<ClustersPage />, {
    address: '/mesh/clusters',
    client: {
      listClusters: async () =>
        aPage([
          aWholeCluster('north', {
            kubernetesVersion: 'v1.34.2',
            footprint: [
              {
                ...{ mesh: 'istio', part: 'proxies', pods: 8 },
                ...{ cpuMillicores: 1500, memoryBytes: 2 ** 30 },
              },
            ],
          }),
        ]),
    },
  });
  expect(await screen.findByRole('row', { name: /^north/ })).toHaveTextContent(
    /live.*Production.*v1\.34\.2.*Istio.*4.*8 of 10.*1\.5 CPU, 1 GiB/,
  );
});

it('can be filtered by a mesh that was added to the backend', async () => {
  const kuma = anInstallation({ mesh: 'kuma', title: 'Kuma' });
  renderPage(<ClustersPage />, {
    address: '/mesh/clusters',
    client: {
      listClusters: async () =>
        aPage([aWholeCluster('north', { meshes: [kuma] })]),
    },
  });
  await screen.findByRole('row', { name: /^north/ });
  await userEvent.click(screen.getByRole('combobox', { name: 'Mesh' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Kuma' }));
  expect(screen.getByLabelText('address')).toHaveTextContent('mesh=kuma');
});

function renderCluster(cluster: ReturnType<typeof aWholeCluster>) {
  renderPage(<ClusterPage />, {
    address: `/mesh/clusters/${cluster.name}`,
    path: '/mesh/clusters/:cluster',
    client: { getCluster: async () => cluster },
  });
}

it('shows a cluster: each mesh with its parts, revisions, features and trust', async () => {
  renderCluster(
    aWholeCluster('north', {
      meshes: [
        anInstallation({
          modes: ['ambient', 'sidecar'],
          health: 'degraded',
          reasons: [aReason({ text: aText('ztunnel is not ready.') })],
          revisions: [
            {
              ...{ name: 'canary', version: '1.31.1', health: 'healthy' },
              tags: ['rapid'],
            },
          ],
          parts: [
            {
              ...{ part: 'ztunnel', ready: 3, wanted: 4, versions: ['1.31.1'] },
              evidence: [],
            },
          ],
          features: [{ id: 'ambient', state: 'on', evidence: [] }],
          trustDomain: 'north.example',
        }),
      ],
    }),
  );
  const istio = await screen.findByRole('region', { name: 'Istio' });
  expect(istio).toHaveTextContent(/degraded.*ztunnel is not ready/);
  expect(istio).toHaveTextContent(/3 of 4 pods ready/);
  expect(istio).toHaveTextContent(/north\.example/);
  expect(within(istio).getByRole('row', { name: /canary/ })).toHaveTextContent(
    /1\.31\.1.*rapid.*healthy/,
  );
  expect(istio).toHaveTextContent(/ambient: on/);
});

it.each([
  ['live', 'No mesh is installed in this cluster.'],
  ['syncing', 'No mesh has been found in what could be read so far.'],
] as const)('of a %s cluster without a mesh says: %s', async (status, text) => {
  renderCluster(aWholeCluster('north', { status, meshes: [] }));
  expect(await screen.findByText(text)).toBeInTheDocument();
});

it('keeps what was known of a cluster that does not answer any more, and says so', async () => {
  let hangs = false;
  const { announceChange } = renderPage(<ClusterPage />, {
    address: '/mesh/clusters/north',
    path: '/mesh/clusters/:cluster',
    client: {
      getCluster: async () => {
        if (hangs) throw new MeshApiError(503, 'The mesh plugin answered 503.');
        return aWholeCluster('north');
      },
    },
  });
  await screen.findByRole('region', { name: 'Istio' });
  hangs = true;
  await announceChange();
  expect(await screen.findByText(/answered 503/)).toHaveTextContent(
    /what is shown below was right/,
  );
  expect(screen.getByRole('region', { name: 'Istio' })).toBeInTheDocument();
});
