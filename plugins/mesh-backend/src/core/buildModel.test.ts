import { type Membership, text } from '@meshport/plugin-mesh-common';
import {
  aCronJob,
  aDeployment,
  aNamespace,
  anEndpointSlice,
  aPod,
  aReplicaSet,
  aService,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import type { ClusterSnapshot, Mesh } from '@meshport/plugin-mesh-node';
import { buildModel, type BuildModelOptions } from './buildModel';
import { builtInMeshes } from './meshes';
import {
  anInjectedPod,
  anInjector,
  anIstio,
  aPeerAuthentication,
} from './meshes/istio/testing/istioObjects';

const ENABLED = { 'istio-injection': 'enabled' };

function modelOf(
  objects: readonly KubeObject[],
  options: SnapshotOptions & BuildModelOptions & { meshes?: Mesh[] } = {},
) {
  const meshes = options.meshes ?? builtInMeshes;
  const kinds = meshes.flatMap(mesh => mesh.kinds);
  return buildModel(aSnapshot(objects, { kinds, ...options }), meshes, options);
}

/** A StatefulSet with one pod for each of `proxies`, true for those that have one. */
function aWorkload(name: string, proxies: readonly boolean[]): KubeObject[] {
  const owner = aStatefulSet({ name, podLabels: { app: 'cart', part: name } });
  const labels = { app: 'cart', part: name };
  return [
    owner,
    ...proxies.map((hasProxy, index) => {
      const pod = { name: `${name}-${index}`, owner, labels };
      return hasProxy ? anInjectedPod(pod) : aPod(pod);
    }),
  ];
}

const cartService = aService({ name: 'cart', selector: { app: 'cart' } });
const inMesh = aNamespace({ labels: ENABLED });

describe('a service of a cluster model', () => {
  it('sums the pods of its workloads and takes the worst state', () => {
    const { services } = modelOf([
      ...anIstio(),
      inMesh,
      cartService,
      ...aWorkload('stable', [true, true, true]),
      ...aWorkload('canary', [false]),
    ]);
    expect(services).toMatchObject([
      {
        name: 'cart',
        workloads: [
          'apps/StatefulSet/shop/canary',
          'apps/StatefulSet/shop/stable',
        ],
        membership: [
          {
            mesh: 'istio',
            state: 'pending-restart',
            pods: { enrolled: 3, total: 4 },
            proxyVersions: ['1.31.1'],
            reasons: [{ code: 'pod-predates-injection' }],
          },
        ],
        posture: { inbound: 'off', podsWithoutProxy: 1 },
      },
    ]);
  });

  it('is partly enrolled where one workload is outside of the mesh', () => {
    const optedIn = aStatefulSet({
      name: 'stable',
      podLabels: { app: 'cart', 'sidecar.istio.io/inject': 'true' },
    });
    const { services } = modelOf([
      ...anIstio(),
      aNamespace(),
      cartService,
      optedIn,
      anInjectedPod({ name: 's-0', owner: optedIn, labels: { app: 'cart' } }),
      ...aWorkload('canary', [false]),
    ]);
    expect(services[0]?.membership).toMatchObject([
      {
        mesh: 'istio',
        state: 'partial',
        pods: { enrolled: 1, total: 2 },
        reasons: [{ code: 'namespace-not-labelled' }],
      },
    ]);
  });

  it('tells the same cause in several workloads once', () => {
    const { services } = modelOf([
      aNamespace(),
      cartService,
      ...aWorkload('a', [false]),
      ...aWorkload('b', [false]),
    ]);
    expect(services[0]?.membership).toMatchObject([
      { mesh: '', reasons: [{ code: 'no-mesh-installed' }] },
    ]);
  });

  it.each<[string, KubeObject]>([
    ['has no selector', aService({ selector: {} })],
    ['selects nothing', aService({ selector: { app: 'nothing' } })],
  ])('runs nothing where it %s', (_, service) => {
    const { services } = modelOf([inMesh, service, ...aWorkload('a', [true])]);
    expect(services).toMatchObject([
      {
        workloads: [],
        membership: [
          { mesh: '', state: 'idle', reasons: [{ code: 'no-pods' }] },
        ],
        posture: { inbound: 'unknown' },
      },
    ]);
  });

  it('selects workloads by their template while nothing runs', () => {
    const { services } = modelOf([
      ...anIstio(),
      inMesh,
      cartService,
      ...aWorkload('stable', []),
    ]);
    expect(services).toMatchObject([
      {
        workloads: ['apps/StatefulSet/shop/stable'],
        membership: [{ mesh: 'istio', state: 'idle' }],
      },
    ]);
  });

  it('selects workloads of its own namespace only', () => {
    const elsewhere = aStatefulSet({
      namespace: 'other',
      podLabels: { app: 'cart' },
    });
    expect(modelOf([cartService, elsewhere]).services[0]?.workloads).toEqual(
      [],
    );
  });

  it.each<[string, KubeObject[], { ready: number; total: number }]>([
    ['no slice', [], { ready: 0, total: 0 }],
    [
      'several slices',
      [
        anEndpointSlice({
          name: 'a',
          pods: ['p0', 'p1'],
          ready: [true, false],
        }),
        anEndpointSlice({ name: 'b', pods: ['p2'] }),
      ],
      { ready: 2, total: 3 },
    ],
    [
      'dual stack',
      [
        anEndpointSlice({ name: 'a', pods: ['p0'] }),
        anEndpointSlice({ name: 'b', pods: ['p0'], addressType: 'IPv6' }),
      ],
      { ready: 1, total: 1 },
    ],
    [
      'slices of other services',
      [anEndpointSlice({ service: 'other' })],
      { ready: 0, total: 0 },
    ],
    [
      'slices of the same name elsewhere',
      [anEndpointSlice({ namespace: 'other' })],
      { ready: 0, total: 0 },
    ],
  ])('counts endpoints: %s', (_, slices, expected) => {
    const { services } = modelOf([cartService, ...slices]);
    expect(services[0]?.endpoints).toEqual(expected);
  });

  it('is as strict as its weakest workload that runs', () => {
    const policy = (name: string, mode: string) =>
      aPeerAuthentication({ name, mode, selector: { part: name } });
    const objects = [
      ...anIstio(),
      inMesh,
      cartService,
      ...aWorkload('a', [true]),
      ...aWorkload('b', [true]),
      ...aWorkload('idle', []),
      policy('a', 'STRICT'),
    ];
    const posture = (more: KubeObject) =>
      modelOf([...objects, more]).services[0]?.posture.inbound;
    expect(posture(policy('b', 'STRICT'))).toBe('strict');
    expect(posture(policy('b', 'PERMISSIVE'))).toBe('permissive');
    expect(posture(policy('b', 'DISABLE'))).toBe('off');
  });
});

describe('a workload outside of every mesh', () => {
  const plain = [aNamespace(), ...aWorkload('cart', [false])];
  const entryOf = (...args: Parameters<typeof modelOf>) =>
    modelOf(...args).workloads.get('apps/StatefulSet/shop/cart')?.membership;

  const other: Mesh = {
    id: 'other',
    title: 'Other Mesh',
    kinds: [],
    keys: [],
    detect: () => ({
      mesh: 'other',
      modes: [],
      versions: [],
      health: 'healthy',
      reasons: [],
      revisions: [],
      features: [],
      parts: [],
      aliases: {},
    }),
    adapt: () => ({ workloads: [] }),
    enrol: (_: ClusterSnapshot, namespace) => ({
      manifest: 'x',
      command: `enrol ${namespace}`,
    }),
  };

  it('is not enrolled, and the fix names the only mesh', () => {
    expect(entryOf([...anIstio(), ...plain])).toMatchObject([
      {
        mesh: '',
        state: 'not-enrolled',
        pods: { enrolled: 0, total: 1 },
        reasons: [
          {
            code: 'namespace-not-labelled',
            fix: {
              text: {
                message:
                  'Label namespace shop to enrol it in Istio, then restart its workloads: running pods get a proxy only when they start again.',
              },
              command:
                'kubectl --context west label namespace shop istio-injection=enabled --overwrite',
            },
          },
        ],
      },
    ]);
  });

  it.each<[string, BuildModelOptions, string | undefined, string]>([
    [
      'the default mesh',
      { defaultMesh: 'other' },
      'enrol shop',
      'fix.label-namespace',
    ],
    ['the choices without a default', {}, undefined, 'fix.choose-mesh'],
    [
      'the choices where the default is not installed',
      { defaultMesh: 'gone' },
      undefined,
      'fix.choose-mesh',
    ],
  ])('names %s of several meshes', (_, options, command, id) => {
    const entry = entryOf([...anIstio(), ...plain], {
      ...options,
      meshes: [...builtInMeshes, other],
    });
    expect(entry?.[0]?.reasons[0]?.fix).toMatchObject({ text: { id } });
    expect(entry?.[0]?.reasons[0]?.fix?.command).toBe(command);
  });

  it('says so where no mesh is installed', () => {
    expect(entryOf(plain)).toMatchObject([
      { state: 'not-enrolled', reasons: [{ code: 'no-mesh-installed' }] },
    ]);
  });

  it('runs nothing', () => {
    expect(
      entryOf([...anIstio(), aNamespace(), ...aWorkload('cart', [])]),
    ).toMatchObject([
      { mesh: '', state: 'idle', reasons: [{ code: 'no-pods' }] },
    ]);
  });

  it.each([
    'pods',
    'namespaces',
    'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  ])('is unknown, with one reason, where %s may not be read', part => {
    for (const objects of [plain, [...anIstio(), ...plain]]) {
      const model = modelOf(objects, {
        states: { [part]: { status: 'forbidden' } },
      });
      const { membership, posture } =
        model.workloads.get('apps/StatefulSet/shop/cart') ?? {};
      expect(membership).toHaveLength(1);
      expect(membership).toMatchObject([
        { state: 'unknown', reasons: [{ code: 'input-unreadable' }] },
      ]);
      expect(membership?.[0]?.reasons).toHaveLength(1);
      expect(posture?.inbound).toMatch(/unknown|off/);
    }
  });
});

describe('a cluster of which not all can be read', () => {
  const forbidden = (...parts: readonly string[]) => ({
    states: Object.fromEntries(
      parts.map(part => [part, { status: 'forbidden' as const }]),
    ),
  });
  const resourcesOf = (entries: readonly Membership[] | undefined) =>
    entries?.flatMap(({ reasons }) =>
      reasons.map(reason => reason.text.params.resource),
    );
  const DEPLOYMENTS = 'deployments.apps';
  const SLICES = 'endpointslices.discovery.k8s.io';

  it('does not say that no mesh is installed while istiod may be unseen', () => {
    const objects = [anInjector(), aNamespace(), ...aWorkload('cart', [false])];
    const { workloads } = modelOf(objects, forbidden(DEPLOYMENTS));
    const entries = workloads.get('apps/StatefulSet/shop/cart')?.membership;
    expect(entries).toMatchObject([{ mesh: '', state: 'unknown' }]);
    expect(resourcesOf(entries)).toEqual([DEPLOYMENTS]);
  });

  it.each([[[SLICES]], [[DEPLOYMENTS, SLICES]]])(
    'does not blame the injector where %j would show it',
    parts => {
      const objects = [
        anInjector(),
        inMesh,
        ...aWorkload('cart', [false]),
        ...aWorkload('done', [true]),
      ];
      const { workloads } = modelOf(objects, forbidden(...parts));
      const entries = workloads.get('apps/StatefulSet/shop/cart')?.membership;
      expect(entries).toMatchObject([
        { mesh: 'istio', state: 'unknown', pods: { enrolled: 0, total: 1 } },
      ]);
      expect(resourcesOf(entries)).toEqual(parts);
      const done = workloads.get('apps/StatefulSet/shop/done')?.membership;
      expect(done).toMatchObject([{ state: 'enrolled' }]);
    },
  );

  it.each([
    ['deployments.apps', 'unknown'],
    ['cronjobs.batch', 'unknown'],
    ['replicasets.apps', 'idle'],
  ])('a service that selects nothing is, without %s, %s', (part, state) => {
    const objects = [...anIstio(), inMesh, cartService];
    const { services } = modelOf(objects, forbidden(part));
    expect(services[0]?.membership).toMatchObject([{ mesh: '', state }]);
  });

  it('a service without a selector has no workload, whatever is unread', () => {
    const service = aService({ selector: {} });
    const objects = [...anIstio(), inMesh, service];
    const { services } = modelOf(objects, forbidden('statefulsets.apps'));
    expect(services[0]?.membership).toMatchObject([{ state: 'idle' }]);
  });

  it('knows the pods of a workload whose template is not read, no more', () => {
    const objects = [...anIstio(), inMesh, ...aWorkload('cart', [true, false])];
    const { workloads } = modelOf(
      objects.filter(({ kind }) => kind !== 'StatefulSet'),
      forbidden('statefulsets.apps'),
    );
    const entries = workloads.get('apps/StatefulSet/shop/cart')?.membership;
    expect(entries).toMatchObject([
      { mesh: 'istio', state: 'unknown', pods: { enrolled: 1, total: 2 } },
    ]);
    expect(resourcesOf(entries)).toEqual(['statefulsets.apps']);
  });

  it('does not take a CronJob for idle while its runs are not read', () => {
    const { workloads } = modelOf(
      [...anIstio(), inMesh, aCronJob()],
      forbidden('jobs.batch'),
    );
    const entries = workloads.get('batch/CronJob/shop/report')?.membership;
    expect(entries).toMatchObject([{ state: 'unknown' }]);
    expect(resourcesOf(entries)).toEqual(['jobs.batch']);
  });
});

describe('a cluster model', () => {
  it('counts', () => {
    const deployment = aDeployment();
    const replicaSet = aReplicaSet({ owner: deployment });
    const { counts } = modelOf([
      ...anIstio(),
      inMesh,
      cartService,
      deployment,
      replicaSet,
      anInjectedPod({ name: 'a', owner: replicaSet }),
      aPod({ name: 'b', owner: replicaSet }),
      aPod({ name: 'done', owner: replicaSet, phase: 'Succeeded' }),
    ]);
    expect(counts).toEqual({
      namespaces: 2,
      ignoredNamespaces: 0,
      services: 1,
      workloads: 2,
      pods: 2,
      meshedPods: 1,
      meshedPodsOf: { istio: 1 },
    });
  });

  it('names the parts that are not live', () => {
    const observedAt = '2026-03-01T00:00:00Z';
    const { parts } = modelOf(anIstio(), {
      states: {
        services: { status: 'stale', observedAt },
        'peerauthentications.security.istio.io': { status: 'absent' },
      },
    });
    expect(parts).toEqual([
      { cluster: 'west', part: 'services', status: 'stale', observedAt },
      {
        cluster: 'west',
        part: 'peerauthentications.security.istio.io',
        status: 'absent',
      },
    ]);
  });

  it('names a kind of which some objects were left out', () => {
    const reason = text('part.unreadable-objects', { count: 2, plural: 'x' });
    const { parts } = modelOf(anIstio(), {
      states: { services: { status: 'live', reason } },
    });
    expect(parts).toEqual([
      { cluster: 'west', part: 'services', status: 'stale', reason },
    ]);
  });

  it('does not miss the kinds of a mesh that is not there', () => {
    const { parts } = modelOf([], {
      states: {
        'peerauthentications.security.istio.io': { status: 'absent' },
      },
    });
    expect(parts).toEqual([]);
  });

  it('does not miss the kinds that a mesh can do without', () => {
    const { parts } = modelOf(anIstio(), {
      states: {
        'gateways.gateway.networking.k8s.io': { status: 'absent' },
        'gatewayclasses.gateway.networking.k8s.io': { status: 'forbidden' },
      },
    });
    expect(parts).toEqual([
      {
        cluster: 'west',
        part: 'gatewayclasses.gateway.networking.k8s.io',
        status: 'forbidden',
      },
    ]);
  });

  it('tells apart what labels a workload can be found by', () => {
    const owner = aStatefulSet({
      labels: { tier: 'front' },
      podLabels: { app: 'cart' },
    });
    const pods = ['a', 'b'].map(name =>
      aPod({ name, owner, labels: { app: 'cart' } }),
    );
    const model = modelOf([owner, ...pods]);
    expect([...model.workloads.values()][0]?.labelSets).toEqual([
      { tier: 'front' },
      { app: 'cart' },
    ]);
  });

  it('is equal for equal objects in another order', () => {
    const objects = [
      ...anIstio(),
      anInjector({ revision: 'canary' }),
      inMesh,
      cartService,
      ...aWorkload('a', [true, false]),
      ...aWorkload('b', [true]),
    ];
    const plain = (model: ReturnType<typeof modelOf>) =>
      JSON.stringify({ ...model, workloads: [...model.workloads] });
    expect(plain(modelOf([...objects].reverse()))).toBe(
      plain(modelOf(objects)),
    );
  });
});
