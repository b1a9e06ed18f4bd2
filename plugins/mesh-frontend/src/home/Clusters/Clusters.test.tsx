import { MeshApiError } from '@meshport/plugin-mesh-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aPage, aWholeCluster, anInstallation } from '../../testing/answers';
import { renderPage } from '../../../dev/renderPage';
import { Clusters } from './Clusters';

it('shows each cluster with its worst word, leading to its page', async () => {
  renderPage(<Clusters />, {
    client: {
      listClusters: async () =>
        aPage([
          aWholeCluster('north', {
            meshes: [
              anInstallation(),
              anInstallation({ mesh: 'cilium', health: 'degraded' }),
            ],
          }),
          aWholeCluster('south', { status: 'unreachable' }),
          aWholeCluster('west', { meshes: [] }),
        ]),
    },
  });
  const tiles = await screen.findAllByRole('listitem');
  expect(tiles.map(({ textContent }) => textContent)).toEqual([
    ...['northdegraded', 'southunreachable', 'westno mesh'],
  ]);
  await userEvent.click(screen.getByRole('link', { name: 'south' }));
  expect(screen.getByLabelText('address')).toHaveTextContent(
    '/mesh/clusters/south',
  );
});

it('is not there for whoever may not see clusters', async () => {
  const listClusters = jest.fn(async () => {
    throw new MeshApiError(403, 'You need the permission mesh.platform.read.');
  });
  renderPage(<Clusters />, { client: { listClusters } });
  await screen.findByLabelText('address');
  await waitFor(() => expect(listClusters).toHaveBeenCalled());
  expect(screen.queryByText('Clusters')).toBeNull();
  expect(screen.queryByText(/permission/)).toBeNull();
});

it('says so where the answer fails otherwise', async () => {
  renderPage(<Clusters />, {
    client: {
      listClusters: async () => {
        throw new MeshApiError(503, 'The mesh plugin answered 503.');
      },
    },
  });
  expect(await screen.findByText(/answered 503/)).toBeInTheDocument();
});
