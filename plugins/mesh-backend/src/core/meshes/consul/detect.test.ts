import {
  aDaemonSet,
  aDeployment,
  aNamespace,
  aPod,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { adapt } from './adapt';
import { detect, leftovers } from './detect';
import { enrol } from './enrol';
import {
  aCart,
  aConsulPod,
  aControlPlane,
  anEntry,
  aServer,
  consulSnapshot,
} from './testing/consulObjects';

type Options = Parameters<typeof aControlPlane>[0];

function detected(options: Options = {}, objects: KubeObject[] = []) {
  return detect(consulSnapshot([...aControlPlane(options), ...objects]));
}

it('knows an installation by its images and its command line', () => {
  expect(detected()).toMatchObject({
    mesh: 'consul',
    modes: ['sidecar'],
    versions: ['2.0.3'],
    health: 'healthy',
    reasons: [],
    aliases: { consul: 'dc-west' },
    features: [
      { id: 'transparent-proxy', state: 'on' },
      { id: 'metrics', state: 'off' },
    ],
  });
});

it('needs no servers of its own', () => {
  expect(detected({ servers: [] })?.health).toBe('healthy');
});

describe('features', () => {
  const acceptor = anEntry('PeeringAcceptor', 'east');
  const agent = aDaemonSet({
    name: 'consul-cni',
    podLabels: { app: 'consul', component: 'cni' },
  });

  it.each<[string[], KubeObject[], string[]]>([
    [
      ['-default-enable-transparent-proxy=false'],
      [],
      ['transparent-proxy off', 'metrics off'],
    ],
    [
      ['-enable-peering=true', '-default-enable-metrics=true'],
      [acceptor],
      ['transparent-proxy on', 'peering on', 'metrics on'],
    ],
    [
      [],
      [acceptor],
      ['transparent-proxy on', 'peering degraded', 'metrics off'],
    ],
    [
      ['-enable-federation', '-enable-cni=true'],
      [agent],
      ['transparent-proxy on', 'federation on', 'cni on', 'metrics off'],
    ],
    [
      ['-enable-cni=true'],
      [],
      ['transparent-proxy on', 'cni degraded', 'metrics off'],
    ],
  ])('%j', (flags, objects, expected) => {
    expect(
      detected({ flags }, objects)?.features.map(
        ({ id, state }) => `${id} ${state}`,
      ),
    ).toEqual(expected);
  });
});

describe('health', () => {
  it.each<[string, Options, string, string[]]>([
    [
      'an injector that does not run',
      { available: 0 },
      'failing',
      ['control-plane-down.component-down'],
    ],
    [
      'one of two injectors',
      { wanted: 2, available: 1 },
      'degraded',
      ['control-plane-degraded.component'],
    ],
    [
      'two of three servers',
      { servers: [aServer({ ready: 2 })] },
      'degraded',
      ['control-plane-degraded.component'],
    ],
    [
      'one of three servers',
      { servers: [aServer({ ready: 1 })] },
      'failing',
      ['control-plane-down.consul-quorum'],
    ],
    [
      'no server',
      { servers: [aServer({ ready: 0 })] },
      'failing',
      ['control-plane-down.component-down'],
    ],
  ])('%s', (_, options, health, ids) => {
    const found = detected(options);
    expect(found?.health).toBe(health);
    expect(found?.reasons.map(({ text }) => text.id)).toEqual(
      ids.map(id => `reason.${id}`),
    );
  });

  it('lacks an injector', () => {
    expect(detect(consulSnapshot([aServer()]))).toMatchObject({
      health: 'failing',
      reasons: [{ code: 'control-plane-down' }],
    });
  });

  it('is unknown where Deployments cannot be read', () => {
    const states = { 'deployments.apps': { status: 'forbidden' } as const };
    expect(detect(consulSnapshot([aServer()], { states }))?.health).toBe(
      'unknown',
    );
  });
});

it('tells that a version cannot be compared', () => {
  expect(detected({ version: 'latest' })?.reasons).toMatchObject([
    { code: 'version-unknown', text: { params: { version: 'latest' } } },
  ]);
});

it('tells what Consul refuses, with its own words', () => {
  const refused = anEntry(
    'ServiceResolver',
    'cart',
    {},
    { status: 'False', message: 'default subset v4 is none of them' },
  );
  const found = detected({}, [refused, anEntry('ServiceDefaults', 'cart')]);
  expect(found?.health).toBe('healthy');
  expect(found?.reasons).toMatchObject([
    {
      code: 'config-not-synced',
      text: {
        message:
          'ServiceResolver cart in namespace shop of cluster west is not in effect. Consul says: default subset v4 is none of them',
      },
      evidence: [{ kind: 'ServiceResolver', name: 'cart' }],
    },
  ]);
});

it('counts what Consul refuses rather than listing all of it', () => {
  const refused = Array.from({ length: 30 }, (_, index) =>
    anEntry(
      'ServiceDefaults',
      `cart-${index}`,
      {},
      { status: 'False', message: 'x'.repeat(5000) },
    ),
  );
  const [reason] = detected({}, refused)?.reasons ?? [];
  expect(reason?.text.params.count).toBe(30);
  expect(reason?.text.message.length).toBeLessThan(400);
  expect(reason?.evidence).toHaveLength(20);
});

it('shows gateways as parts with their ready pods', () => {
  const labels = { app: 'consul', component: 'mesh-gateway' };
  const gateway = aDeployment({ labels, podLabels: labels, replicas: 2 });
  const found = detected({}, [
    gateway,
    aPod({
      owner: gateway,
      containers: [
        { name: 'mesh-gateway', image: 'hashicorp/consul-dataplane:2.0.3' },
      ],
    }),
  ]);
  expect(found).toMatchObject({
    health: 'degraded',
    parts: [{ part: 'mesh-gateway', ready: 1, wanted: 2, versions: ['2.0.3'] }],
  });
});

it('is not there by what it left behind', () => {
  const [, webhook] = aControlPlane();
  const snapshot = consulSnapshot(webhook ? [webhook] : []);
  expect(detect(snapshot)).toBeUndefined();
  expect(leftovers(snapshot).map(({ code }) => code)).toEqual([
    'crds-only',
    'crds-only',
  ]);
});

it('asks for what all of its proxies request', () => {
  const proxies = ['consul-dataplane-web', 'consul-dataplane-api'];
  const { footprint } = adapt(
    consulSnapshot([...aControlPlane(), ...aCart(), aConsulPod({ proxies })]),
  );
  expect(footprint).toEqual([
    {
      mesh: 'consul',
      part: 'proxies',
      pods: 1,
      cpuMillicores: 100,
      memoryBytes: 256 * 1024 * 1024,
    },
  ]);
});

describe('enrolling', () => {
  const snapshot = consulSnapshot([
    ...aControlPlane(),
    aNamespace(),
    ...aCart({ podAnnotations: {} }),
  ]);
  const cart = snapshot.workloads.find(({ name }) => name === 'cart');

  it('annotates the template of a workload', () => {
    expect(enrol(snapshot, 'shop', cart)).toMatchObject({
      command:
        'kubectl --context west -n shop patch deployment/cart --type merge -p ' +
        `'{"spec":{"template":{"metadata":{"annotations":{"consul.hashicorp.com/connect-inject":"true"}}}}}'`,
      manifest: expect.stringContaining('connect-inject: "true"'),
    });
  });

  it('has no command for a namespace as a whole', () => {
    expect(enrol(snapshot, 'shop')).toMatchObject({
      text: { id: 'fix.consul-annotate-workloads' },
    });
    expect(enrol(snapshot, 'shop')?.command).toBeUndefined();
  });

  it('does nothing in a namespace that the injector leaves out', () => {
    expect(enrol(snapshot, 'kube-system', cart)).toBeUndefined();
  });
});
