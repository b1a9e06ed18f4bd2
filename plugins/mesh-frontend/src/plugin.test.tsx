import type { Entity } from '@backstage/catalog-model';
import {
  renderTestApp,
  registerMswTestHooks,
} from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { entityAnswer } from '../dev/recordedAnswers';
import meshPlugin from '.';

const server = setupServer();
registerMswTestHooks(server);

const anEntity = (kind: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'basket', namespace: 'default' },
  spec: {},
});

function renderEntityPage(kind: string) {
  const asked: string[] = [];
  server.use(
    http.get('*/api/mesh/v1/entities/*', ({ request }) => {
      asked.push(new URL(request.url).pathname);
      return HttpResponse.json(entityAnswer('healthy'));
    }),
  );
  renderTestApp({
    features: [meshPlugin],
    extensions: [createTestEntityPage({ entity: anEntity(kind) })],
  });
  return asked;
}

it.each(['Component', 'Resource', 'API', 'System'])(
  'puts the card on the page of a %s and asks the backend once',
  async kind => {
    const asked = renderEntityPage(kind);
    expect(
      await screen.findByRole('heading', { name: 'Mesh' }),
    ).toBeInTheDocument();
    await screen.findByText('In the mesh in North and South');
    expect(asked).toEqual([
      `/api/mesh/v1/entities/${kind.toLocaleLowerCase('en-US')}/default/basket`,
    ]);
  },
);

it.each(['User', 'Group', 'Location'])(
  'stays off the page of a %s',
  async kind => {
    const asked = renderEntityPage(kind);
    await waitFor(() => expect(document.body).not.toBeEmptyDOMElement());
    expect(screen.queryByRole('heading', { name: 'Mesh' })).toBeNull();
    expect(asked).toEqual([]);
  },
);
