import type { DraftObject, KubeObject } from '../apiserver/KubeObject.ts';
import type { EndpointSlice, Service } from '../controllers/objects.ts';
import {
  activePods,
  aCluster,
  aNamespace,
  aService,
  aWorkload,
  aWorld,
  TEST_NOW,
} from '../testing/clusters.ts';
import { buildFleet } from '../world/buildFleet.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { aCilium } from './ciliumFixture.ts';

interface Pair {
  west: SimulatedCluster;
  east: SimulatedCluster;
  runFor(milliseconds: number): void;
}

/** Two connected clusters; `web` runs with two pods in west only. */
function aPair(options: {
  west?: readonly DraftObject[];
  east?: readonly DraftObject[];
  settings?: Record<string, string>;
}): Pair {
  const { west = [], east = [], settings } = options;
  const serves = ['cilium', 'mcs'] as const;
  const cilium = (name: string, peer: string) =>
    aCilium(name, [peer], settings);
  const web = aWorkload({ replicas: 2 });
  const fleet = buildFleet(
    [
      aWorld([...cilium('west', 'east'), web, ...west], {
        name: 'west',
        serves,
      }),
      aWorld([...cilium('east', 'west'), ...east], { name: 'east', serves }),
    ],
    { now: TEST_NOW, certificate: 'PEM' },
  );
  const [first, second] = fleet.clusters;
  return {
    west: first,
    east: second,
    runFor: milliseconds => fleet.timeline.runFor(milliseconds),
  };
}

function aGlobal(annotations: Record<string, string> = {}): DraftObject {
  const service = aService();
  const global = { 'service.cilium.io/global': 'true', ...annotations };
  return { ...service, metadata: { ...service.metadata, annotations: global } };
}

const sync = { 'service.cilium.io/global-sync-endpoint-slices': 'true' };

/** Slices about pods of another cluster. */
function remoteSlices({ store }: SimulatedCluster): EndpointSlice[] {
  return store
    .list<EndpointSlice>('endpointslices.discovery.k8s.io')
    .items.filter(
      ({ metadata: { labels = {} } }) =>
        labels['endpointslice.kubernetes.io/managed-by'] ===
        'endpointslice-mesh-controller.cilium.io',
    );
}

const addresses = (slices: readonly EndpointSlice[]) =>
  slices.flatMap(({ endpoints }) =>
    (endpoints ?? []).map(endpoint => endpoint.addresses[0]),
  );

const podAddresses = (cluster: SimulatedCluster) =>
  activePods(cluster)
    .map(pod => pod.status?.podIP)
    .sort();

describe('endpoints of a global Service', () => {
  it('are written into the other cluster where both the cluster and the Service there want it', () => {
    const pair = aPair({ west: [aGlobal()], east: [aGlobal(sync)] });
    const slices = remoteSlices(pair.east);
    expect(addresses(slices).sort()).toEqual(podAddresses(pair.west));
    expect(slices).toMatchObject([
      {
        metadata: {
          labels: {
            'kubernetes.io/service-name': 'web',
            'multicluster.kubernetes.io/source-cluster': 'west',
          },
          ownerReferences: [{ kind: 'Service', name: 'web' }],
        },
        ports: [{ name: 'http', port: 8080 }],
      },
    ]);
    expect(remoteSlices(pair.west)).toEqual([]);
  });

  const cases: [string, Parameters<typeof aPair>[0]][] = [
    [
      'the Service does not ask for it',
      { west: [aGlobal()], east: [aGlobal()] },
    ],
    [
      'the cluster does not synchronise',
      {
        west: [aGlobal()],
        east: [aGlobal(sync)],
        settings: { 'clustermesh-enable-endpoint-sync': 'false' },
      },
    ],
    [
      'the other cluster does not say that it is global',
      { west: [aService()], east: [aGlobal(sync)] },
    ],
    [
      'the other cluster keeps its endpoints to itself',
      {
        west: [aGlobal({ 'service.cilium.io/shared': 'false' })],
        east: [aGlobal(sync)],
      },
    ],
    [
      'namespaces take no part unless they say so',
      {
        west: [aGlobal()],
        east: [aGlobal(sync)],
        settings: { 'clustermesh-default-global-namespace': 'false' },
      },
    ],
  ];
  it.each(cases)('are not written where %s', (_title, options) => {
    expect(remoteSlices(aPair(options).east)).toEqual([]);
  });

  it('follow the pods, and stay as they were while the other cluster cannot be read', () => {
    const pair = aPair({ west: [aGlobal()], east: [aGlobal(sync)] });
    const scale = (namespace: string, name: string, replicas: number) =>
      pair.west.store.patch(
        { resource: 'deployments.apps', namespace, name },
        { type: 'merge', body: { spec: { replicas } } },
        { manager: 'test' },
      );
    scale('default', 'web', 1);
    pair.runFor(30_000);
    expect(addresses(remoteSlices(pair.east))).toEqual(podAddresses(pair.west));
    scale('kube-system', 'clustermesh-apiserver', 0);
    pair.runFor(30_000);
    const before = addresses(remoteSlices(pair.east));
    scale('default', 'web', 3);
    pair.runFor(30_000);
    expect(addresses(remoteSlices(pair.east))).toEqual(before);
    scale('kube-system', 'clustermesh-apiserver', 1);
    pair.runFor(30_000);
    expect(addresses(remoteSlices(pair.east)).sort()).toEqual(
      podAddresses(pair.west),
    );
  });

  it('go with the annotation', () => {
    const pair = aPair({ west: [aGlobal()], east: [aGlobal(sync)] });
    pair.east.store.patch(
      { resource: 'services', namespace: 'default', name: 'web' },
      {
        type: 'merge',
        body: {
          metadata: { annotations: { 'service.cilium.io/global': null } },
        },
      },
      { manager: 'test' },
    );
    pair.runFor(1_000);
    expect(remoteSlices(pair.east)).toEqual([]);
  });
});

describe('a ServiceExport', () => {
  const exported: DraftObject = {
    apiVersion: 'multicluster.x-k8s.io/v1alpha1',
    kind: 'ServiceExport',
    metadata: { name: 'web', namespace: 'default' },
  };
  const get = <T extends KubeObject>(
    { store }: SimulatedCluster,
    plural: string,
    namespace = 'default',
  ) =>
    store.get<T>({
      resource: `${plural}.multicluster.x-k8s.io`,
      namespace,
      name: 'web',
    });
  const derivedIn = (cluster: SimulatedCluster) => {
    const name =
      get(cluster, 'serviceimports')?.metadata.annotations?.[
        'multicluster.kubernetes.io/derived-service'
      ] ?? '';
    return cluster.store.get<Service>({
      resource: 'services',
      namespace: 'default',
      name,
    });
  };
  const statuses = (cluster: SimulatedCluster) => {
    const { conditions = [] } = (get(cluster, 'serviceexports')?.status ??
      {}) as { conditions?: { type: string; reason: string }[] };
    return conditions.map(({ type, reason }) => `${type} ${reason}`);
  };

  it('is imported by every connected cluster, behind a Service of the same derived name', () => {
    const { west, east } = aPair({ west: [aService(), exported] });
    for (const cluster of [west, east]) {
      expect(get(cluster, 'serviceimports')).toMatchObject({
        spec: {
          type: 'ClusterSetIP',
          ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
        },
        status: { clusters: [{ cluster: 'west' }] },
      });
    }
    expect(derivedIn(east)?.metadata).toMatchObject({
      name: expect.stringMatching(/^derived-[0-9a-v]{10}$/),
      annotations: { 'service.cilium.io/global': 'true' },
      labels: { 'multicluster.kubernetes.io/service-name': 'web' },
    });
    expect(derivedIn(west)?.metadata.name).toBe(derivedIn(east)?.metadata.name);
    expect(statuses(west)).toEqual([
      'Valid Valid',
      'Ready Exported',
      'Conflict NoConflicts',
    ]);
  });

  it('gives the derived Service the endpoints of its own cluster', () => {
    const { west } = aPair({ west: [aService(), exported] });
    const derived = derivedIn(west)?.metadata.name;
    const slices = west.store
      .list<EndpointSlice>('endpointslices.discovery.k8s.io')
      .items.filter(
        ({ metadata }) =>
          metadata.labels?.['kubernetes.io/service-name'] === derived,
      );
    expect(addresses(slices).sort()).toEqual(podAddresses(west));
  });

  it('says that there is no Service, until there is', () => {
    const pair = aPair({ west: [exported] });
    expect(statuses(pair.west)).toEqual(['Valid NoService']);
    expect(get(pair.east, 'serviceimports')).toBeUndefined();
    pair.west.store.create('services', aService(), { manager: 'test' });
    pair.runFor(1_000);
    expect(get(pair.east, 'serviceimports')).toBeDefined();
  });

  it('is not imported where its namespace is missing', () => {
    const elsewhere = (object: DraftObject) => ({
      ...object,
      metadata: { ...object.metadata, namespace: 'shop' },
    });
    const { east } = aPair({
      west: [aNamespace('shop'), elsewhere(aService()), elsewhere(exported)],
    });
    expect(get(east, 'serviceimports', 'shop')).toBeUndefined();
  });

  it('takes import and derived Service with it', () => {
    const pair = aPair({ west: [aService(), exported] });
    pair.west.store.delete({
      resource: 'serviceexports.multicluster.x-k8s.io',
      namespace: 'default',
      name: 'web',
    });
    pair.runFor(5_000);
    for (const cluster of [pair.west, pair.east]) {
      expect(get(cluster, 'serviceimports')).toBeUndefined();
      expect(
        cluster.store
          .list('services')
          .items.filter(({ metadata }) => /^derived-/.test(metadata.name)),
      ).toEqual([]);
    }
  });
});

describe('what the agents write', () => {
  const withCilium = (settings: Record<string, string> = {}) =>
    aCluster([...aCilium('solo', [], settings), aWorkload({ replicas: 2 })], {
      serves: ['cilium'],
    });

  it('is a CiliumEndpoint for each pod that is not on the host network', () => {
    const cluster = withCilium();
    const endpoints = cluster.store.list('ciliumendpoints.cilium.io').items;
    const pods = activePods(cluster);
    expect(endpoints.map(({ metadata }) => metadata.name).sort()).toEqual(
      pods.map(({ metadata }) => metadata.name).sort(),
    );
    expect(endpoints[0]).toMatchObject({
      metadata: { labels: { app: 'web' } },
      status: {
        state: 'ready',
        identity: {
          labels: expect.arrayContaining([
            'k8s:app=web',
            'k8s:io.cilium.k8s.policy.cluster=solo',
          ]),
        },
      },
    });
  });

  it('is one identity for all pods of a workload', () => {
    const identities = withCilium()
      .store.list('ciliumendpoints.cilium.io')
      .items.map(({ status }) => (status as { identity: unknown }).identity);
    expect(identities).toHaveLength(2);
    expect(identities[0]).toEqual(identities[1]);
  });

  const aPolicy = (spec: object): DraftObject => ({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'web', namespace: 'default' },
    spec,
  });
  const selector = { matchLabels: { 'k8s:app': 'web' } };
  it.each([
    ['ingress', { endpointSelector: selector, ingress: [{}] }, [true, false]],
    ['egress', { endpointSelector: selector, egressDeny: [{}] }, [false, true]],
    [
      'nothing for other pods',
      {
        endpointSelector: { matchLabels: { app: 'cart' } },
        ingress: [{}],
      },
      [false, false],
    ],
  ])('says that a policy is enforced: %s', (_title, spec, expected) => {
    const cluster = withCilium();
    cluster.store.create('ciliumnetworkpolicies.cilium.io', aPolicy(spec), {
      manager: 'test',
    });
    cluster.timeline.runFor(1_000);
    const [endpoint] = cluster.store.list('ciliumendpoints.cilium.io').items;
    const { ingress, egress } = (
      endpoint.status as {
        policy: Record<'ingress' | 'egress', { enforcing: boolean }>;
      }
    ).policy;
    expect([ingress.enforcing, egress.enforcing]).toEqual(expected);
  });

  it('goes with the pod', () => {
    const cluster = withCilium();
    cluster.store.patch(
      { resource: 'deployments.apps', namespace: 'default', name: 'web' },
      { type: 'merge', body: { spec: { replicas: 0 } } },
      { manager: 'test' },
    );
    cluster.timeline.runFor(30_000);
    expect(cluster.store.list('ciliumendpoints.cilium.io').items).toEqual([]);
  });

  it('is a CiliumNode for each node, with a key where WireGuard is on', () => {
    const keys = (settings: Record<string, string>) =>
      withCilium(settings)
        .store.list('ciliumnodes.cilium.io')
        .items.map(
          ({ metadata }) =>
            metadata.annotations?.['network.cilium.io/wg-pub-key'],
        );
    const key = expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/);
    expect(keys({ 'enable-wireguard': 'true' })).toEqual([key, key]);
    expect(keys({})).toEqual([undefined, undefined]);
  });
});
