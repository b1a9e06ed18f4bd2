import {
  MeshApiError,
  type Cluster,
  type MeshResponse,
} from '@meshport/plugin-mesh-common';
import type { ReactElement } from 'react';
import { ClusterPage } from '../src/platform/ClustersPage/ClusterPage';
import { ClustersPage } from '../src/platform/ClustersPage/ClustersPage';
import { NamespacePage } from '../src/platform/NamespacesPage/NamespacePage';
import { NamespacesPage } from '../src/platform/NamespacesPage/NamespacesPage';
import { OverviewPage } from '../src/platform/OverviewPage';
import { ServicePage } from '../src/platform/ServicesPage/ServicePage';
import { ServicesPage } from '../src/platform/ServicesPage/ServicesPage';
import { SetupPage } from '../src/platform/SetupPage';
import { platformAnswer } from './recordedAnswers';
import { metricsOf } from './recordedMetrics';
import type { Recordings } from './RecordedMeshClient';

interface PlatformState {
  readonly name: string;
  readonly page: ReactElement;
  readonly recordings: Recordings;
}

const never = () => new Promise<never>(() => {});
const outage = async () => {
  throw new MeshApiError(503, 'The mesh plugin answered 503.');
};
const denied = async () => {
  throw new MeshApiError(
    403,
    'You need the permission mesh.platform.read to see this.',
  );
};

const RECORDED: Recordings = {
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
};

const everyOperation = (answer: () => Promise<never>): Recordings =>
  Object.fromEntries(
    Object.keys(RECORDED).map(operation => [operation, answer]),
  );

/** A list without any row. */
function empty<Operation extends 'listClusters' | 'listServices'>(
  operation: Operation,
): () => Promise<MeshResponse<Operation>> {
  return async () => ({ ...platformAnswer(operation), items: [], total: 0 });
}

/** As many clusters as a large company has, one in ten of them out of reach. */
async function fiftyClusters(): Promise<MeshResponse<'listClusters'>> {
  const answer = platformAnswer('listClusters');
  const items = Array.from({ length: 50 }, (_, index): Cluster => {
    const like = answer.items[index % answer.items.length];
    const name = `${like.name}-${index}`;
    return {
      ...like,
      name,
      displayName: `${like.displayName} ${index}`,
      status: index % 10 === 0 ? 'unreachable' : 'live',
    };
  });
  return { ...answer, items, total: items.length };
}

const PAGES: readonly [name: string, page: ReactElement][] = [
  ['Overview', <OverviewPage key="overview" />],
  ['Services', <ServicesPage key="services" />],
  ['A service', <ServicePage key="service" />],
  ['Namespaces', <NamespacesPage key="namespaces" />],
  ['A namespace', <NamespacePage key="namespace" />],
  ['Clusters', <ClustersPage key="clusters" />],
  ['A cluster', <ClusterPage key="cluster" />],
  ['Setup', <SetupPage key="setup" />],
];

/** The pages below `/mesh`, each as recorded, loading, failed and forbidden; then the rest. */
export const PLATFORM_STATES: readonly PlatformState[] = [
  ...PAGES.flatMap(([name, page]) => [
    { name, page, recordings: RECORDED },
    { name: `${name}: loading`, page, recordings: everyOperation(never) },
    { name: `${name}: error`, page, recordings: everyOperation(outage) },
    { name: `${name}: forbidden`, page, recordings: everyOperation(denied) },
  ]),
  {
    name: 'Overview: 50 clusters',
    page: <OverviewPage />,
    recordings: { ...RECORDED, listClusters: fiftyClusters },
  },
  {
    name: 'Overview: no cluster',
    page: <OverviewPage />,
    recordings: { ...RECORDED, listClusters: empty('listClusters') },
  },
  {
    name: 'Services: empty',
    page: <ServicesPage />,
    recordings: { ...RECORDED, listServices: empty('listServices') },
  },
  {
    name: 'Setup: no cluster',
    page: <SetupPage />,
    recordings: {
      ...RECORDED,
      getSetup: async () => ({ ...platformAnswer('getSetup'), clusters: [] }),
    },
  },
];
