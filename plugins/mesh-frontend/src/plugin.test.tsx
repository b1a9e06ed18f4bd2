import type { Entity } from '@backstage/catalog-model';
import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import {
  renderTestApp,
  registerMswTestHooks,
} from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { entityAnswer } from '../dev/recordedAnswers';
import { metricsOf } from '../dev/recordedMetrics';
import meshPlugin from '.';
import {
  aMembership,
  anEntityAnswer,
  anInstance,
  aPosture,
  aService,
} from './testing/answers';

const server = setupServer();
registerMswTestHooks(server);

const anEntity = (
  kind: string,
  metadata: Partial<Entity['metadata']> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'basket', namespace: 'default', ...metadata },
  spec: {},
});

function renderEntityPage(kind: string) {
  const asked: string[] = [];
  server.use(
    http.get('*/api/mesh/v1/entities/:kind/:namespace/:name', ({ request }) => {
      asked.push(new URL(request.url).pathname);
      return HttpResponse.json(entityAnswer('healthy'));
    }),
    http.get('*/api/mesh/v1/entities/:kind/:namespace/:name/metrics', () =>
      HttpResponse.json(metricsOf(entityAnswer('healthy'))),
    ),
  );
  renderTestApp({
    features: [meshPlugin],
    extensions: [createTestEntityPage({ entity: anEntity(kind) })],
  });
  return asked;
}

it.each(['Component', 'Resource', 'API', 'System'])(
  'puts the cards on the page of a %s and asks the backend once for both',
  async kind => {
    const asked = renderEntityPage(kind);
    expect(
      await screen.findByRole('heading', { name: 'Mesh' }),
    ).toBeInTheDocument();
    await screen.findByText('In the mesh in North and South');
    expect(
      screen.getByRole('heading', { name: 'Golden metrics' }),
    ).toBeInTheDocument();
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
    expect(screen.queryByText('Golden metrics')).toBeNull();
    expect(asked).toEqual([]);
  },
);

/** Stands in for the Kubernetes plugin, which brings a tab of this id. */
const kubernetesPlugin = createFrontendPlugin({
  pluginId: 'kubernetes',
  extensions: [
    EntityContentBlueprint.make({
      name: 'kubernetes',
      params: {
        path: '/kubernetes',
        title: 'Kubernetes',
        loader: async () => <p>Pods, logs and so on</p>,
      },
    }),
  ],
});

const partlyEnrolled = aService({
  instances: [
    anInstance({
      workloads: [
        {
          ref: {
            ...{ cluster: 'north', apiVersion: 'apps/v1', kind: 'Deployment' },
            ...{ namespace: 'shop', name: 'basket' },
          },
          membership: [aMembership({ state: 'partial' })],
          posture: aPosture(),
        },
      ],
    }),
  ],
});

const SELECTOR = { 'backstage.io/kubernetes-label-selector': 'app=basket' };

it.each([
  ['is shown', [kubernetesPlugin], SELECTOR, true],
  ['is not there without the Kubernetes plugin', [], SELECTOR, false],
  ['is not there for an entity without its tab', [kubernetesPlugin], {}, false],
] as const)(
  'the way from a workload to its pods and logs %s',
  async (_, features, annotations, isThere) => {
    server.use(
      http.get('*/api/mesh/v1/entities/:kind/:namespace/:name', () =>
        HttpResponse.json(anEntityAnswer({ services: [partlyEnrolled] })),
      ),
      http.get('*/api/mesh/v1/entities/:kind/:namespace/:name/metrics', () =>
        HttpResponse.json(metricsOf(anEntityAnswer())),
      ),
    );
    renderTestApp({
      features: [meshPlugin, ...features],
      extensions: [
        createTestEntityPage({
          entity: anEntity('Component', { name: 'till', annotations }),
        }),
      ],
    });
    await screen.findByRole('link', { name: 'All of namespace shop' });
    expect(
      screen.queryAllByRole('link', { name: 'Pods, logs and events' }).length >
        0,
    ).toBe(isThere);
  },
);
