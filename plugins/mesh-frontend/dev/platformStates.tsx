import {
  MeshApiError,
  text,
  type Cluster,
  type MeshResponse,
} from '@meshport/plugin-mesh-common';
import type { ReactElement } from 'react';
import { ClusterPage } from '../src/platform/ClustersPage/ClusterPage';
import { ClustersPage } from '../src/platform/ClustersPage/ClustersPage';
import { GraphPage } from '../src/platform/GraphPage';
import { NamespacePage } from '../src/platform/NamespacesPage/NamespacePage';
import { NamespacesPage } from '../src/platform/NamespacesPage/NamespacesPage';
import { OverviewPage } from '../src/platform/OverviewPage';
import { ServicePage } from '../src/platform/ServicesPage/ServicePage';
import { ServicesPage } from '../src/platform/ServicesPage/ServicesPage';
import { SetupPage } from '../src/platform/SetupPage';
import { failingDependencies } from './graphAnswers';
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
  getServiceDependencies: async () => failingDependencies(),
  getGraph: async () => failingDependencies(),
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

const refused = text('store.refused', { store: 'edge' });

/** Two stores, one of them down, and a cluster that neither has. */
async function setupWithStores(): Promise<MeshResponse<'getSetup'>> {
  const answer = platformAnswer('getSetup');
  const [lost, ...found] = answer.clusters.map(({ name }) => name);
  const refresh = {
    at: new Date().toISOString(),
    milliseconds: 1250,
    queries: 34,
    bytes: 3_400_000,
  };
  const values = 'mars, venus';
  return {
    ...answer,
    stores: [
      {
        name: 'main',
        url: 'https://mimir.example.com/prometheus',
        status: 'live',
        refresh,
        clockSkewMilliseconds: 300,
        clusters: found,
        notes: [text('setup.store-unknown-values', { store: 'main', values })],
      },
      {
        name: 'edge',
        url: 'http://prometheus.edge:9090',
        status: 'stale',
        reason: refused,
        observedAt: new Date(Date.now() - 120_000).toISOString(),
        refresh: { ...refresh, milliseconds: 4, queries: 1, bytes: 0 },
        clusters: [],
        notes: [],
      },
    ],
    clusters: answer.clusters.map(cluster => {
      const label = { name: 'cluster', value: cluster.name };
      return {
        ...cluster,
        metrics:
          cluster.name === lost
            ? {
                ...{ store: 'main', label, isFound: false },
                reason: text('setup.store-label-not-found', {
                  ...{ store: 'main', cluster: cluster.name },
                  ...{ label: label.name, value: label.value },
                }),
              }
            : { store: 'main', label, isFound: true },
      };
    }),
  };
}

async function setupWithoutStores(): Promise<MeshResponse<'getSetup'>> {
  const configuration =
    'mesh:\n  metrics:\n    stores:\n      main:\n        url: https://prometheus.example.com\n        clusterLabel: cluster\n';
  return {
    ...platformAnswer('getSetup'),
    storeAdvice: { text: text('setup.no-store'), configuration },
  };
}

const PAGES: readonly [name: string, page: ReactElement][] = [
  ['Overview', <OverviewPage key="overview" />],
  ['Services', <ServicesPage key="services" />],
  ['A service', <ServicePage key="service" />],
  ['Namespaces', <NamespacesPage key="namespaces" />],
  ['A namespace', <NamespacePage key="namespace" />],
  ['Graph', <GraphPage key="graph" />],
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
  {
    name: 'Setup: metrics stores',
    page: <SetupPage />,
    recordings: { ...RECORDED, getSetup: setupWithStores },
  },
  {
    name: 'Setup: no metrics store',
    page: <SetupPage />,
    recordings: { ...RECORDED, getSetup: setupWithoutStores },
  },
];
