import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { entityAnswer } from '../dev/recordedAnswers';
import { createRecordedMeshClient } from '../dev/RecordedMeshClient';
import { EntityMeshCard, meshApiRef, meshPlugin } from './legacy';

it('brings the API to apps on the old frontend system', () => {
  expect([...meshPlugin.getApis()].map(factory => factory.api.id)).toEqual([
    meshApiRef.id,
  ]);
});

it('renders the card in an app on the old frontend system', async () => {
  const client = createRecordedMeshClient({
    getEntity: async () => entityAnswer('healthy'),
  });
  await renderInTestApp(
    <TestApiProvider apis={[[meshApiRef, client]]}>
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'legacy-basket' },
        }}
      >
        <EntityMeshCard />
      </EntityProvider>
    </TestApiProvider>,
  );
  expect(
    await screen.findByText('In the mesh in North and South'),
  ).toBeInTheDocument();
});
