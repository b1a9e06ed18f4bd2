import type { DraftObject, KubeObject } from '../../apiserver/KubeObject.ts';
import type { EndpointSlice, Service } from '../../controllers/objects.ts';
import {
  aNamespace,
  aService,
  aWorkload,
  aWorld,
  TEST_NOW,
} from '../../testing/clusters.ts';
import { TrafficFaults } from '../../traffic/TrafficFaults.ts';
import { buildFleet } from '../../world/buildFleet.ts';
import type { SimulatedCluster } from '../../world/SimulatedCluster.ts';
import type { Link, MirrorStatus } from './link.ts';
import {
  aGateway,
  aLink,
  aLocalMirror,
  MULTICLUSTER_NAMESPACE,
} from './linkFixture.ts';

interface Pair {
  west: SimulatedCluster;
  east: SimulatedCluster;
  ways: TrafficFaults;
  runFor(milliseconds: number): void;
}

/** East mirrors west, where `web` runs in namespace default. */
function aPair(
  west: readonly DraftObject[],
  east: readonly DraftObject[] = [],
): Pair {
  const serves = ['linkerd'] as const;
  const web = [aWorkload({ replicas: 1 })];
  const ways = new TrafficFaults();
  const fleet = buildFleet(
    [
      aWorld([...aGateway(), ...web, ...west], { name: 'west', serves }),
      aWorld([...aLink('west'), ...east], { name: 'east', serves }),
    ],
    { now: TEST_NOW, certificate: 'PEM', ways },
  );
  const [first, second] = fleet.clusters;
  return {
    west: first,
    east: second,
    ways,
    runFor: milliseconds => fleet.timeline.runFor(milliseconds),
  };
}

function exported(value: string, overrides: Partial<DraftObject> = {}) {
  const labels = { 'mirror.linkerd.io/exported': value, app: 'web' };
  return labelled(labels, overrides);
}

function labelled(
  labels: Record<string, string>,
  overrides: Partial<DraftObject> = {},
): DraftObject {
  const service = { ...aService(), ...overrides };
  return { ...service, metadata: { ...service.metadata, labels } };
}

function find<T extends KubeObject>(
  { store }: SimulatedCluster,
  resource: string,
  name: string,
  namespace = 'default',
): T | undefined {
  return store.get<T>({ resource, namespace, name });
}

function statusOf({ east }: Pair): Record<string, string> {
  const link = find<Link>(
    east,
    'links.multicluster.linkerd.io',
    'west',
    MULTICLUSTER_NAMESPACE,
  );
  const entry = ({ remoteRef, conditions: [condition] }: MirrorStatus) => [
    `${remoteRef.namespace}/${remoteRef.name}`,
    condition.localRef
      ? `${condition.reason} ${condition.localRef.name}`
      : condition.reason,
  ];
  const { mirrorServices = [], federatedServices = [] } = link?.status ?? {};
  return Object.fromEntries(
    [...mirrorServices, ...federatedServices].map(entry),
  );
}

function slicesOf({ store }: SimulatedCluster, service: string) {
  return store
    .list<EndpointSlice>('endpointslices.discovery.k8s.io', {
      namespace: 'default',
    })
    .items.filter(
      ({ metadata }) =>
        metadata.labels?.['kubernetes.io/service-name'] === service,
    );
}

const scale = (cluster: SimulatedCluster, replicas: number) =>
  cluster.store.patch(
    {
      resource: 'deployments.apps',
      namespace: MULTICLUSTER_NAMESPACE,
      name: 'linkerd-gateway',
    },
    { type: 'merge', body: { spec: { replicas } } },
    { manager: 'test' },
  );

describe('a Service exported through the gateway', () => {
  it('has a mirror with the address of the gateway for its endpoints', () => {
    const pair = aPair([exported('true')]);
    const mirror = find<Service>(pair.east, 'services', 'web-west');
    expect(mirror?.metadata.labels).toEqual({
      app: 'web',
      'mirror.linkerd.io/cluster-name': 'west',
      'mirror.linkerd.io/mirrored-service': 'true',
    });
    expect(mirror?.metadata.annotations).toMatchObject({
      'mirror.linkerd.io/remote-svc-fq-name': 'web.default.svc.cluster.local',
    });
    expect(mirror?.spec.selector).toBeUndefined();
    expect(find(pair.east, 'endpoints', 'web-west')).toMatchObject({
      metadata: {
        annotations: {
          'mirror.linkerd.io/remote-gateway-identity':
            'linkerd-gateway.linkerd-multicluster.serviceaccount.identity.linkerd.cluster.local',
        },
      },
      subsets: [
        {
          addresses: [{ ip: '192.0.2.10' }],
          ports: [{ name: 'http', port: 4143, protocol: 'TCP' }],
        },
      ],
    });
    expect(slicesOf(pair.east, 'web-west')).toMatchObject([
      {
        metadata: {
          labels: {
            'endpointslice.kubernetes.io/managed-by':
              'endpointslicemirroring-controller.k8s.io',
          },
          ownerReferences: [{ kind: 'Endpoints', name: 'web-west' }],
        },
        endpoints: [{ addresses: ['192.0.2.10'], conditions: { ready: true } }],
      },
    ]);
    expect(statusOf(pair)).toEqual({ 'default/web': 'Mirrored web-west' });
  });

  it('loses its mirror with the label', () => {
    const pair = aPair([exported('true')]);
    pair.west.store.patch(
      { resource: 'services', namespace: 'default', name: 'web' },
      {
        type: 'merge',
        body: { metadata: { labels: { 'mirror.linkerd.io/exported': null } } },
      },
      { manager: 'test' },
    );
    pair.runFor(1_000);
    expect(find(pair.east, 'services', 'web-west')).toBeUndefined();
    expect(slicesOf(pair.east, 'web-west')).toEqual([]);
    expect(statusOf(pair)).toEqual({});
  });

  const readinessIn = ({ east }: Pair) =>
    slicesOf(east, 'web-west').flatMap(slice =>
      (slice.endpoints ?? []).map(({ conditions }) => conditions.ready),
    );

  it('has endpoints that are not ready while nothing gets from one cluster to the other', () => {
    const pair = aPair([exported('true')]);
    pair.ways.cut('east', 'west');
    pair.runFor(20_000);
    expect(readinessIn(pair)).toEqual([false]);
    pair.ways.heal();
    pair.runFor(5_000);
    expect(readinessIn(pair)).toEqual([true]);
  });

  it('has endpoints that are not ready once the gateway has failed three probes, and ready ones when it is back', () => {
    const pair = aPair([exported('true')]);
    const readiness = () => readinessIn(pair);
    scale(pair.west, 0);
    pair.runFor(5_000);
    expect(readiness()).toEqual([true]);
    pair.runFor(20_000);
    expect(readiness()).toEqual([false]);
    expect(statusOf(pair)).toEqual({ 'default/web': 'Mirrored web-west' });
    scale(pair.west, 1);
    pair.runFor(30_000);
    expect(readiness()).toEqual([true]);
  });

  it('has no endpoints at all while it has none at home', () => {
    const pair = aPair([exported('true')]);
    pair.west.store.patch(
      { resource: 'deployments.apps', namespace: 'default', name: 'web' },
      { type: 'merge', body: { spec: { replicas: 0 } } },
      { manager: 'test' },
    );
    pair.runFor(10_000);
    expect(slicesOf(pair.east, 'web-west')).toEqual([]);
  });

  it('is told to be missing where its namespace does not exist, until it does', () => {
    const service = exported('true');
    service.metadata.namespace = 'shop';
    const pair = aPair([aNamespace('shop'), service]);
    expect(statusOf(pair)).toEqual({ 'shop/web': 'MissingNamespace' });
    pair.east.store.create('namespaces', aNamespace('shop'), {
      manager: 'test',
    });
    pair.runFor(1_000);
    expect(statusOf(pair)).toEqual({ 'shop/web': 'Mirrored web-west' });
  });

  it('is not mirrored without the credentials', () => {
    const pair = aPair([]);
    pair.east.store.delete({
      resource: 'secrets',
      namespace: MULTICLUSTER_NAMESPACE,
      name: 'cluster-credentials-west',
    });
    pair.west.store.create('services', exported('true'), { manager: 'test' });
    pair.runFor(10_000);
    expect(find(pair.east, 'services', 'web-west')).toBeUndefined();
  });
});

describe('an API server that refuses what the mirror writes', () => {
  it('is asked again until it does not', () => {
    const pair = aPair([]);
    const webhook = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'down' },
      webhooks: [
        {
          name: 'down.example.test',
          clientConfig: { service: { name: 'down', namespace: 'default' } },
          rules: [
            {
              apiGroups: [''],
              operations: ['CREATE'],
              resources: ['services'],
            },
          ],
        },
      ],
    };
    const resource =
      'mutatingwebhookconfigurations.admissionregistration.k8s.io';
    pair.east.store.create(resource, webhook, { manager: 'test' });
    pair.west.store.create('services', exported('true'), { manager: 'test' });
    pair.runFor(5_000);
    expect(find(pair.east, 'services', 'web-west')).toBeUndefined();
    pair.east.store.delete({ resource, name: 'down' });
    pair.runFor(10_000);
    expect(find(pair.east, 'services', 'web-west')).toBeDefined();
  });
});

describe('a Service exported for remote discovery', () => {
  it('has a mirror without endpoints', () => {
    const pair = aPair([exported('remote-discovery')]);
    expect(
      find<Service>(pair.east, 'services', 'web-west')?.metadata.labels,
    ).toMatchObject({
      'multicluster.linkerd.io/remote-discovery': 'west',
      'multicluster.linkerd.io/remote-service': 'web',
    });
    expect(find(pair.east, 'endpoints', 'web-west')).toBeUndefined();
    expect(slicesOf(pair.east, 'web-west')).toEqual([]);
  });
});

describe('a federated Service', () => {
  const member = { 'mirror.linkerd.io/federated': 'member' };
  const annotations = (pair: Pair) =>
    find<Service>(pair.east, 'services', 'web-federated')?.metadata.annotations;

  it('stands for the members of other clusters', () => {
    const pair = aPair([labelled(member)]);
    expect(annotations(pair)).toEqual({
      'multicluster.linkerd.io/remote-discovery': 'web@west',
    });
    expect(statusOf(pair)).toEqual({ 'default/web': 'Mirrored web-federated' });
  });

  it('stands for the own member too, where the local mirror runs', () => {
    const pair = aPair([labelled(member)], [aLocalMirror(), labelled(member)]);
    expect(annotations(pair)).toEqual({
      'multicluster.linkerd.io/local-discovery': 'web',
      'multicluster.linkerd.io/remote-discovery': 'web@west',
    });
  });

  it('goes with its last member', () => {
    const pair = aPair([labelled(member)]);
    pair.west.store.delete({
      resource: 'services',
      namespace: 'default',
      name: 'web',
    });
    pair.runFor(1_000);
    expect(annotations(pair)).toBeUndefined();
    expect(statusOf(pair)).toEqual({});
  });
});
