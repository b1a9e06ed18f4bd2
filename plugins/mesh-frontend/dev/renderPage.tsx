import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { MeshClient } from '@meshport/plugin-mesh-common';
import type { ReactElement } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { MESH_SIGNAL_CHANNEL } from '@meshport/plugin-mesh-common';
import { act } from '@testing-library/react';
import { SWRConfig } from 'swr';
import { platformAnswer } from './recordedAnswers';
import { metricsOf } from './recordedMetrics';
import { createRecordedMeshClient } from './RecordedMeshClient';
import { meshApiRef } from '../src/api/meshApiRef';
import { FakeSignals } from '../src/testing/FakeSignals';
import {
  clustersRouteRef,
  graphRouteRef,
  namespacesRouteRef,
  requestsRouteRef,
  rootRouteRef,
  servicesRouteRef,
  setupRouteRef,
} from '../src/routes';

/** Shows where the page has led to. */
function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{`${pathname}${search}`}</output>;
}

/** A client over the recorded world; what is in `overrides` answers instead. */
function aMeshClient(overrides: Partial<MeshClient> = {}): MeshClient {
  return {
    ...createRecordedMeshClient({
      listClusters: async () => platformAnswer('listClusters'),
      getCluster: async () => platformAnswer('getCluster'),
      listServices: async () => platformAnswer('listServices'),
      getService: async () => platformAnswer('getService'),
      getServiceMetrics: async () => {
        const { service, ...places } = platformAnswer('getService');
        return metricsOf({ services: [service], ...places });
      },
      listNamespaces: async () => platformAnswer('listNamespaces'),
      getNamespace: async () => platformAnswer('getNamespace'),
      getSetup: async () => platformAnswer('getSetup'),
    }),
    ...overrides,
  };
}

/**
 * Renders `page` at `address`, with the routes of the plugin and of the catalog mounted.
 * Gives what makes the page ask again, as the backend does when something has changed.
 */
export function renderPage(
  page: ReactElement,
  options: {
    client?: Partial<MeshClient>;
    address?: string;
    /** Path with the parameters of the page. */
    path?: string;
  } = {},
) {
  const { client, address = '/mesh', path = '*' } = options;
  const signals = new FakeSignals();
  let version = 0;
  renderInTestApp(
    <SWRConfig value={{ provider: () => new Map(), dedupingInterval: 0 }}>
      <Routes>
        <Route path={path} element={page} />
        <Route path="*" element={null} />
      </Routes>
      <Address />
    </SWRConfig>,
    {
      initialRouteEntries: [address],
      apis: [
        [meshApiRef, aMeshClient(client)],
        [signalApiRef, signals],
        mockApis.identity({
          userEntityRef: 'user:default/ann',
          ownershipEntityRefs: ['user:default/ann', 'group:default/shop-team'],
        }),
      ],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/mesh': rootRouteRef,
        '/mesh/services': servicesRouteRef,
        '/mesh/namespaces': namespacesRouteRef,
        '/mesh/graph': graphRouteRef,
        '/mesh/requests': requestsRouteRef,
        '/mesh/clusters': clustersRouteRef,
        '/mesh/setup': setupRouteRef,
      },
    },
  );
  return {
    announceChange: async () =>
      act(async () =>
        signals.send(MESH_SIGNAL_CHANNEL, {
          changed: 'models',
          version: ++version,
        }),
      ),
  };
}
