import type { DraftObject } from '../../apiserver/KubeObject.ts';
import type { Deployment, Pod, Service } from '../../controllers/objects.ts';
import { activePods } from '../../testing/clusters.ts';
import {
  anAmbientCluster,
  aWaypoint,
  type IstioOptions,
} from '../../testing/istio.ts';
import type { SimulatedCluster } from '../../world/SimulatedCluster.ts';
import {
  GATEWAY_CLASSES,
  GATEWAYS,
  type Gateway,
  type GatewayClass,
} from './gateway.ts';

const SECOND = 1_000;

function gatewayOf({ store }: SimulatedCluster, name = 'waypoint'): Gateway {
  const gateway = store.get<Gateway>({
    resource: GATEWAYS,
    namespace: 'default',
    name,
  });
  if (!gateway) throw new Error(`There is no Gateway ${name}`);
  return gateway;
}

/** `Programmed True Programmed: Resource programmed` */
function conditionsOf(gateway: Gateway): string[] {
  return (gateway.status?.conditions ?? []).map(
    ({ type, status, reason, message }) =>
      `${type} ${status} ${reason}: ${message}`,
  );
}

function aGateway(
  spec: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): DraftObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'default', ...metadata },
    spec,
  };
}

function scaleIstiod({ store }: SimulatedCluster, replicas: number): void {
  store.modify<Deployment>(
    {
      resource: 'deployments.apps',
      namespace: 'istio-system',
      name: 'istiod',
    },
    copy => {
      copy.spec.replicas = replicas;
    },
    { manager: 'test' },
  );
}

function create({ store }: SimulatedCluster, draft: DraftObject): void {
  store.create(GATEWAYS, draft, { manager: 'test' });
}

describe('GatewayClasses', () => {
  it.each<[string, IstioOptions, string[]]>([
    ['sidecars alone', { ambient: false }, ['istio', 'istio-remote']],
    ['ambient', {}, ['istio', 'istio-remote', 'istio-waypoint']],
    [
      'several networks',
      { multiNetwork: true },
      ['istio', 'istio-east-west', 'istio-remote', 'istio-waypoint'],
    ],
  ])('of an istiod for %s', (_title, options, names) => {
    const { store } = anAmbientCluster([], options);
    const classes = store.list<GatewayClass>(GATEWAY_CLASSES).items;
    expect(classes.map(({ metadata }) => metadata.name)).toEqual(names);
    expect(
      classes.map(({ status }) => status?.conditions?.[0].message),
    ).toEqual(names.map(() => 'Handled by Istio controller'));
  });

  it('come back when they are deleted', () => {
    const cluster = anAmbientCluster([]);
    const ref = { resource: GATEWAY_CLASSES, name: 'istio-waypoint' };
    cluster.store.delete(ref);
    cluster.timeline.runFor(SECOND);
    expect(cluster.store.get(ref)).toBeDefined();
  });
});

describe('a waypoint', () => {
  it('brings what istiod renders for it', () => {
    const { store } = anAmbientCluster([
      aWaypoint({ labels: { 'istio.io/waypoint-for': 'service' } }),
    ]);
    const labels = {
      'gateway.istio.io/managed': 'istio.io-mesh-controller',
      'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint',
      'gateway.networking.k8s.io/gateway-name': 'waypoint',
      'istio.io/waypoint-for': 'service',
      'topology.istio.io/network': 'net-west',
    };
    const named = { namespace: 'default', name: 'waypoint' };
    const service = store.get<Service>({ resource: 'services', ...named });
    expect(service?.metadata).toMatchObject({
      annotations: {
        'networking.istio.io/traffic-distribution': 'PreferClose',
      },
      labels,
      ownerReferences: [
        { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
      ],
    });
    expect(service?.spec).toMatchObject({
      type: 'ClusterIP',
      selector: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' },
      ports: [
        { name: 'status-port', port: 15021, appProtocol: 'tcp' },
        { name: 'mesh', port: 15008, appProtocol: 'hbone' },
      ],
    });
    const [pod] = store.list<Pod>('pods', { namespace: 'default' }).items;
    expect(pod.metadata.labels).toMatchObject({
      ...labels,
      'istio.io/dataplane-mode': 'none',
      'service.istio.io/canonical-name': 'waypoint',
      'service.istio.io/canonical-revision': 'latest',
      'sidecar.istio.io/inject': 'false',
    });
    expect(pod.metadata.annotations).toEqual({
      'istio.io/rev': 'default',
      'prometheus.io/path': '/stats/prometheus',
      'prometheus.io/port': '15020',
      'prometheus.io/scrape': 'true',
    });
    expect(pod.spec).toMatchObject({
      serviceAccountName: 'waypoint',
      containers: [
        {
          name: 'istio-proxy',
          image: 'docker.io/istio/proxyv2:1.31.0-distroless',
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
        },
      ],
    });
    expect(pod.spec.containers[0].args).toEqual([
      ...[
        'proxy',
        'waypoint',
        '--domain',
        '$(POD_NAMESPACE).svc.cluster.local',
      ],
      ...['--serviceCluster', 'waypoint.$(POD_NAMESPACE)'],
      ...['--proxyLogLevel', 'warning'],
      ...['--proxyComponentLogLevel', 'misc:error'],
      ...['--log_output_level', 'default:info'],
    ]);
    expect(store.get({ resource: 'serviceaccounts', ...named })).toBeDefined();
  });

  it('is programmed once its pod is ready, some eight seconds later', () => {
    const cluster = anAmbientCluster([]);
    create(cluster, aWaypoint());
    cluster.timeline.runFor(5 * SECOND);
    const host = 'waypoint.default.svc.cluster.local';
    expect(conditionsOf(gatewayOf(cluster))).toEqual([
      'Accepted True Accepted: Resource accepted',
      `Programmed False AddressNotAssigned: Failed to assign to any requested addresses: no instances found for hostname "${host}"`,
      'ResolvedRefs True ResolvedRefs: All references resolved',
    ]);
    expect(gatewayOf(cluster).status?.addresses).toBeUndefined();

    cluster.timeline.runFor(5 * SECOND);
    const gateway = gatewayOf(cluster);
    expect(conditionsOf(gateway)[1]).toBe(
      `Programmed True Programmed: Resource programmed, assigned to service(s) ${host}:15008`,
    );
    expect(gateway.status?.addresses).toEqual([
      { type: 'IPAddress', value: expect.stringMatching(/^10\./) },
      { type: 'Hostname', value: host },
    ]);
    expect(gateway.status?.listeners).toMatchObject([
      {
        attachedRoutes: 0,
        name: 'mesh',
        supportedKinds: [],
        conditions: [
          { type: 'Accepted', status: 'True' },
          { type: 'Conflicted', status: 'False', reason: 'NoConflicts' },
          { type: 'Programmed', status: 'True' },
          { type: 'ResolvedRefs', status: 'True', observedGeneration: 1 },
        ],
      },
    ]);
  });

  it('keeps its address when its pod has gone', () => {
    const cluster = anAmbientCluster([aWaypoint()]);
    const before = gatewayOf(cluster).status?.addresses;
    cluster.store.modify<Deployment>(
      {
        resource: 'deployments.apps',
        namespace: 'default',
        name: 'waypoint',
      },
      copy => {
        copy.spec.replicas = 0;
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(30 * SECOND);
    expect(conditionsOf(gatewayOf(cluster))[1]).toMatch(
      /^Programmed False AddressNotAssigned: .*no instances found/,
    );
    expect(gatewayOf(cluster).status?.addresses).toEqual(before);
  });

  it('takes everything with it when it is deleted', () => {
    const cluster = anAmbientCluster([aWaypoint()]);
    const { store, timeline } = cluster;
    store.delete({
      resource: GATEWAYS,
      namespace: 'default',
      name: 'waypoint',
    });
    timeline.runFor(30 * SECOND);
    const left = ['deployments.apps', 'replicasets.apps', 'pods', 'services']
      .flatMap(kind => store.list(kind, { namespace: 'default' }).items)
      .map(object => `${object.kind} ${object.metadata.name}`);
    expect(left).toEqual([]);
  });

  it('is left alone while no istiod is ready, and done when one is', () => {
    const cluster = anAmbientCluster([]);
    scaleIstiod(cluster, 0);
    cluster.timeline.runFor(30 * SECOND);
    create(cluster, aWaypoint());
    cluster.timeline.runFor(30 * SECOND);
    expect(gatewayOf(cluster).status).toBeUndefined();
    expect(activePods(cluster)).toEqual([]);
    scaleIstiod(cluster, 1);
    cluster.timeline.runFor(60 * SECOND);
    expect(gatewayOf(cluster).status?.addresses).toHaveLength(2);
  });

  it('of another revision is not ours', () => {
    const cluster = anAmbientCluster([
      aWaypoint({ labels: { 'istio.io/rev': 'canary' } }),
    ]);
    expect(gatewayOf(cluster).status).toBeUndefined();
  });
});

describe('an ingress gateway', () => {
  const listeners = [
    { name: 'http', port: 80, protocol: 'HTTP' },
    {
      name: 'https',
      port: 443,
      protocol: 'HTTPS',
      tls: { certificateRefs: [{ name: 'missing' }] },
    },
  ];

  it('waits for its load balancer, and names a certificate that is not there', () => {
    const cluster = anAmbientCluster([]);
    create(cluster, aGateway({ gatewayClassName: 'istio', listeners }));
    cluster.timeline.runFor(15 * SECOND);
    const host = 'edge-istio.default.svc.cluster.local';
    const gateway = gatewayOf(cluster, 'edge');
    expect(conditionsOf(gateway)).toEqual([
      "Accepted True ListenersNotValid: One or more of the Gateway's listeners are invalid",
      `Programmed False AddressNotAssigned: Assigned to service(s) ${host}:443 and ${host}:80, but failed to assign to all requested addresses: address pending for hostname "${host}"`,
      'ResolvedRefs True ResolvedRefs: All references resolved',
    ]);
    expect(gateway.status?.addresses).toBeUndefined();
    const https = gateway.status?.listeners?.[1];
    expect(https?.supportedKinds.map(({ kind }) => kind)).toEqual([
      'HTTPRoute',
      'GRPCRoute',
    ]);
    expect(https?.conditions.slice(2)).toMatchObject([
      {
        type: 'Programmed',
        status: 'False',
        reason: 'Invalid',
        message: 'Bad TLS configuration',
      },
      {
        type: 'ResolvedRefs',
        status: 'False',
        reason: 'InvalidCertificateRef',
        message:
          'invalid certificate reference /Secret/missing., secret default/missing not found',
      },
    ]);
  });

  it('has the address of its load balancer, and pods that ambient leaves alone', () => {
    const cluster = anAmbientCluster([
      aGateway({ gatewayClassName: 'istio', listeners: [listeners[0]] }),
    ]);
    const [address] = gatewayOf(cluster, 'edge').status?.addresses ?? [];
    expect(address.type).toBe('Hostname');
    const [pod] = activePods(cluster);
    expect(pod.metadata.labels).toMatchObject({
      'gateway.istio.io/managed': 'istio.io-gateway-controller',
      'istio.io/dataplane-mode': 'none',
    });
  });
});

describe('gateways between networks', () => {
  it('have a proxy in their own network', () => {
    const cluster = anAmbientCluster(
      [
        aGateway(
          {
            gatewayClassName: 'istio-east-west',
            listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
          },
          { labels: { 'topology.istio.io/network': 'net-west' } },
        ),
      ],
      { multiNetwork: true },
    );
    const [pod] = activePods(cluster);
    expect(pod.metadata.labels).toMatchObject({
      'gateway.istio.io/managed': 'istio.io-eastwest-controller',
      'topology.istio.io/network': 'net-west',
    });
    expect(pod.spec.containers[0].env).toContainEqual({
      name: 'ISTIO_META_REQUESTED_NETWORK_VIEW',
      value: 'net-west',
    });
  });

  it('are only known where they stand for another cluster', () => {
    const addresses = [{ type: 'IPAddress', value: '192.0.2.20' }];
    const cluster = anAmbientCluster([
      aGateway({
        gatewayClassName: 'istio-remote',
        addresses,
        listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
      }),
    ]);
    const gateway = gatewayOf(cluster, 'edge');
    expect(conditionsOf(gateway)).toEqual([
      'Accepted True Accepted: Resource accepted',
      'Programmed True Programmed: This Gateway is remote; Istio will not program it',
    ]);
    expect(gateway.status?.addresses).toEqual(addresses);
    expect(activePods(cluster)).toEqual([]);
  });
});
