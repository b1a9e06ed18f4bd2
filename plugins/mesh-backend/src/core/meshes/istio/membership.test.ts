import type { Membership } from '@meshport/plugin-mesh-common';
import {
  aDaemonSet,
  aDeployment,
  aJob,
  aCronJob,
  aNamespace,
  anEndpointSlice,
  aPod,
  aReplicaSet,
  aSnapshot,
  aStatefulSet,
  type ControllerOptions,
  type KubeObject,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import { istio } from './istio';
import {
  aCart,
  anInjectedPod,
  anInjector,
  anIstio,
  anIstiod,
  type CartOptions,
} from './testing/istioObjects';

const BEFORE = '2026-03-01T08:00:00Z';
const LABELLED = '2026-03-04T08:00:00Z';
const AFTER = '2026-03-05T08:00:00Z';
const ENABLED = { 'istio-injection': 'enabled' };
const OPT_OUT = { 'sidecar.istio.io/inject': 'false' };

function membershipIn(
  objects: readonly KubeObject[],
  options: SnapshotOptions & { name?: string } = {},
): Membership | undefined {
  const snapshot = aSnapshot(objects, { kinds: istio.kinds, ...options });
  const { workloads } = istio.adapt(snapshot);
  const name = options.name ?? 'cart';
  return workloads.find(({ workload }) => workload.endsWith(`/${name}`))
    ?.membership;
}

/** `<state> <enrolled>/<total> <reason codes>`. */
function summary(membership: Membership | undefined): string {
  if (!membership) return 'no entry';
  const { state, pods, reasons } = membership;
  return [
    state,
    `${pods.enrolled}/${pods.total}`,
    ...reasons.map(({ code }) => code),
  ].join(' ');
}

const canary = [
  anIstiod({ revision: 'canary' }),
  anInjector({ revision: 'canary' }),
];
/** The revision that pods are to move to cannot add proxies. */
const canaryDown = [
  anIstiod({ revision: 'canary', available: 0 }),
  anInjector({ revision: 'canary' }),
];
const injectorDown = [anIstiod({ available: 0 }), anInjector()];

/** The table of membership states; the expectation is written from it, row by row. */
const table: [
  row: string,
  istio: KubeObject[],
  cart: CartOptions,
  expected: string,
][] = [
  [
    'no running pods',
    anIstio(),
    { namespaceLabels: ENABLED },
    'idle 0/0 no-pods',
  ],
  [
    'no running pods comes before a missing revision',
    anIstio(),
    { namespaceLabels: { 'istio.io/rev': 'gone' } },
    'idle 0/0 no-pods',
  ],
  [
    'no running pods, namespace refuses',
    anIstio(),
    { namespaceLabels: { 'istio-injection': 'disabled' } },
    'idle 0/0 no-pods',
  ],
  [
    'the label names no revision or tag',
    anIstio(),
    {
      namespaceLabels: { 'istio.io/rev': 'gone' },
      pods: [{ proxy: 'default' }],
    },
    'misconfigured 1/1 revision-not-found',
  ],
  [
    'the template names no revision or tag',
    anIstio(),
    { podLabels: { 'istio.io/rev': 'gone' }, pods: [{}] },
    'misconfigured 0/1 revision-not-found',
  ],
  [
    'no Istio at all',
    [],
    { namespaceLabels: ENABLED, pods: [{}] },
    'misconfigured 0/1 revision-not-found',
  ],
  [
    'conflicting labels',
    [...anIstio(), ...canary],
    {
      namespaceLabels: { ...ENABLED, 'istio.io/rev': 'canary' },
      pods: [{ proxy: 'default' }],
    },
    'misconfigured 1/1 conflicting-labels',
  ],
  [
    'conflicting labels of namespace and pod',
    anIstio(),
    {
      namespaceLabels: { 'istio-injection': 'disabled' },
      podLabels: { 'sidecar.istio.io/inject': 'true' },
      pods: [{}],
    },
    'misconfigured 0/1 conflicting-labels',
  ],
  [
    'host network in a declared namespace',
    anIstio(),
    { namespaceLabels: ENABLED, hostNetwork: true, pods: [{}] },
    'misconfigured 0/1 host-network',
  ],
  [
    'pods lack a proxy and the injector is down',
    injectorDown,
    { namespaceLabels: ENABLED, pods: [{}, { proxy: 'default' }] },
    'misconfigured 1/2 injector-unavailable',
  ],
  [
    'the injector is down, but all have a proxy',
    injectorDown,
    { namespaceLabels: ENABLED, pods: [{ proxy: 'default' }] },
    'enrolled 1/1',
  ],
  [
    'declared, the template opts out by label',
    anIstio(),
    { namespaceLabels: ENABLED, podLabels: OPT_OUT, pods: [{}] },
    'opted-out 0/1 pod-opted-out',
  ],
  [
    'declared, the template opts out by annotation',
    anIstio(),
    { namespaceLabels: ENABLED, podAnnotations: OPT_OUT, pods: [{}] },
    'opted-out 0/1 pod-opted-out',
  ],
  [
    'opted out while the injector is down',
    injectorDown,
    { namespaceLabels: ENABLED, podLabels: OPT_OUT, pods: [{}] },
    'opted-out 0/1 pod-opted-out',
  ],
  [
    'all missing pods would get a proxy',
    anIstio(),
    { namespaceLabels: ENABLED, pods: [{}, {}, { proxy: 'default' }] },
    'pending-restart 1/3 pod-predates-injection',
  ],
  [
    'a proxy of another revision',
    [...anIstio(), ...canary],
    {
      namespaceLabels: { 'istio.io/rev': 'canary' },
      pods: [{ proxy: 'default' }, { proxy: 'canary' }],
    },
    'pending-restart 2/2 pod-has-old-revision',
  ],
  [
    'missing and of another revision',
    [...anIstio(), ...canary],
    {
      namespaceLabels: { 'istio.io/rev': 'canary' },
      pods: [{ proxy: 'default' }, {}],
    },
    'pending-restart 1/2 pod-predates-injection pod-has-old-revision',
  ],
  [
    'no longer declared, pods still have a proxy',
    anIstio(),
    { pods: [{ proxy: 'default' }, {}] },
    'pending-restart 1/2 pod-outlives-injection',
  ],
  [
    'disabled, pods still have a proxy',
    anIstio(),
    {
      namespaceLabels: { 'istio-injection': 'disabled' },
      pods: [{ proxy: 'default' }],
    },
    'pending-restart 1/1 pod-outlives-injection',
  ],
  [
    'all enrolled',
    anIstio(),
    {
      namespaceLabels: ENABLED,
      pods: [{ proxy: 'default' }, { proxy: 'default' }],
    },
    'enrolled 2/2',
  ],
  [
    'all enrolled through a tag',
    [...canary, anInjector({ revision: 'canary', tag: 'prod' })],
    {
      namespaceLabels: { 'istio.io/rev': 'prod' },
      pods: [{ proxy: 'canary' }],
    },
    'enrolled 1/1',
  ],
  [
    'enrolled by the template alone',
    anIstio(),
    {
      podLabels: { 'sidecar.istio.io/inject': 'true' },
      pods: [{ proxy: 'default' }],
    },
    'enrolled 1/1',
  ],
  [
    'the namespace refuses',
    anIstio(),
    { namespaceLabels: { 'istio-injection': 'disabled' }, pods: [{}] },
    'not-enrolled 0/1 namespace-not-labelled',
  ],
  [
    'a value that Istio does not know',
    anIstio(),
    { namespaceLabels: { 'istio-injection': 'yes' }, pods: [{}] },
    'not-enrolled 0/1 namespace-not-labelled',
  ],
  ['never declared', anIstio(), { pods: [{}] }, 'no entry'],
  [
    'never declared, on the host network',
    anIstio(),
    { hostNetwork: true, pods: [{}] },
    'no entry',
  ],
];

describe('membership of a workload', () => {
  it.each(table)('%s', (_, objects, cart, expected) => {
    expect(summary(membershipIn([...objects, ...aCart(cart)]))).toBe(expected);
  });

  it('is misconfigured in a declared namespace that Istio ignores', () => {
    const agent = aDaemonSet({ name: 'cart', namespace: 'kube-system' });
    expect(
      summary(
        membershipIn([
          ...anIstio(),
          aNamespace({ name: 'kube-system', labels: ENABLED }),
          agent,
          aPod({ name: 'p', namespace: 'kube-system', owner: agent }),
        ]),
      ),
    ).toBe('misconfigured 0/1 namespace-ignored-by-mesh');
  });

  it('counts native sidecars', () => {
    const owner = aStatefulSet({ name: 'cart' });
    expect(
      summary(
        membershipIn([
          ...anIstio(),
          aNamespace({ labels: ENABLED }),
          owner,
          anInjectedPod({ name: 'cart-0', owner, native: true }),
          aPod({
            name: 'cart-1',
            owner,
            // Same name, but it ran to its end before the pod started.
            initContainers: [{ name: 'istio-proxy', image: 'x:1' }],
          }),
        ]),
      ),
    ).toBe('pending-restart 1/2 pod-predates-injection');
  });

  it('takes a template that brings its proxy as enrolled', () => {
    const owner = aStatefulSet({
      name: 'cart',
      containers: [{ name: 'app' }, { name: 'istio-proxy', image: 'x:1.31.0' }],
    });
    const objects = [
      ...anIstio(),
      aNamespace(),
      owner,
      anInjectedPod({ name: 'cart-0', owner }),
    ];
    expect(summary(membershipIn(objects))).toBe('enrolled 1/1');
    expect(
      summary(membershipIn([...objects, aPod({ name: 'cart-1', owner })])),
    ).toBe('pending-restart 1/2 pod-predates-injection');
  });

  it('is partial where pods of an unknown controller differ in what they ask for', () => {
    const rollout: KubeObject = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'cart', namespace: 'shop' },
    };
    const owner = aReplicaSet({ name: 'cart-1', owner: rollout });
    expect(
      summary(
        membershipIn([
          ...anIstio(),
          aNamespace({ labels: ENABLED }),
          owner,
          anInjectedPod({ name: 'a', owner }),
          aPod({ name: 'b', owner, labels: OPT_OUT }),
          aPod({ name: 'c', owner }),
        ]),
      ),
    ).toBe('partial 1/3 pod-predates-injection pod-opted-out');
  });

  it('reads an injector outside of the cluster as available', () => {
    expect(
      summary(
        membershipIn([
          anInjector({ url: 'https://istiod.example.test/inject' }),
          ...aCart({ namespaceLabels: ENABLED, pods: [{}] }),
        ]),
      ),
    ).toBe('pending-restart 0/1 pod-predates-injection');
  });

  it.each([
    [true, 'pending-restart 0/1 pod-predates-injection'],
    [false, 'misconfigured 0/1 injector-unavailable'],
  ])(
    'asks the endpoints of an injector without istiod here (ready: %s)',
    (ready, expected) => {
      expect(
        summary(
          membershipIn([
            anInjector(),
            anEndpointSlice({
              namespace: 'istio-system',
              service: 'istiod',
              ready: [ready],
            }),
            ...aCart({ namespaceLabels: ENABLED, pods: [{}] }),
          ]),
        ),
      ).toBe(expected);
    },
  );

  it.each([
    ['pods', 'pods'],
    ['namespaces', 'namespaces'],
    ['injectors', 'mutatingwebhookconfigurations.admissionregistration.k8s.io'],
  ])('is unknown where %s may not be read, and names the rule', (_, part) => {
    const membership = membershipIn(
      [
        ...anIstio(),
        ...aCart({ namespaceLabels: ENABLED, pods: [{ proxy: 'default' }] }),
      ],
      { states: { [part]: { status: 'forbidden' } } },
    );
    expect(summary(membership)).toMatch(/^unknown \d\/\d input-unreadable$/);
    const [plural] = part.split('.');
    expect(membership?.reasons[0]?.fix?.manifest).toContain(
      `resources: ["${plural}"]`,
    );
  });

  it('stays as it was where a kind is stale', () => {
    expect(
      summary(
        membershipIn(
          [
            ...anIstio(),
            ...aCart({
              namespaceLabels: ENABLED,
              pods: [{ proxy: 'default' }],
            }),
          ],
          { states: { pods: { status: 'stale', observedAt: AFTER } } },
        ),
      ),
    ).toBe('enrolled 1/1');
  });

  it('is unknown until a kind was read once', () => {
    expect(
      summary(
        membershipIn([...anIstio(), ...aCart({ namespaceLabels: ENABLED })], {
          states: { pods: { status: 'syncing' } },
        }),
      ),
    ).toBe('unknown 0/0 input-unreadable');
  });

  it('tells the versions of its proxies', () => {
    const owner = aStatefulSet({ name: 'cart' });
    const images = [
      'registry.istio.io/release/proxyv2:1.31.1-distroless',
      'localhost:5000/istio/proxyv2:1.30.0',
      'docker.io/istio/proxyv2:1.31.1@sha256:0123456789abcdef',
      'localhost:5000/istio/proxyv2',
      'docker.io/istio/proxyv2@sha256:0123456789abcdef',
    ];
    const membership = membershipIn([
      ...anIstio(),
      aNamespace({ labels: ENABLED }),
      owner,
      ...images.map((proxyImage, index) =>
        anInjectedPod({ name: `cart-${index}`, owner, proxyImage }),
      ),
    ]);
    expect(membership?.proxyVersions).toEqual(['1.30.0', '1.31.1']);
  });
});

describe('the sentence for pods that predate injection', () => {
  const sentence = (cart: CartOptions) =>
    membershipIn([
      ...anIstio(),
      ...aCart({ namespaceLabels: ENABLED, ...cart }),
    ])?.reasons[0]?.text;

  it.each<[string, CartOptions, string, string]>([
    [
      'one pod',
      { labelledAt: LABELLED, pods: [{ startedAt: BEFORE }] },
      'together',
      '1 pod started on 2026-03-01 at 08:00 UTC, before injection was switched on (on 2026-03-04 at 08:00 UTC).',
    ],
    [
      'pods that started together',
      {
        labelledAt: LABELLED,
        pods: [{ startedAt: BEFORE }, { startedAt: BEFORE }],
      },
      'together',
      '2 pods started on 2026-03-01 at 08:00 UTC, before injection was switched on (on 2026-03-04 at 08:00 UTC).',
    ],
    [
      'pods that started apart',
      {
        labelledAt: LABELLED,
        pods: [{ startedAt: '2026-02-01T00:00:00Z' }, { startedAt: BEFORE }],
      },
      'spread',
      '2 pods started before injection was switched on (on 2026-03-04 at 08:00 UTC), the last of them on 2026-03-01 at 08:00 UTC.',
    ],
    [
      'nobody knows when injection was switched on',
      { pods: [{ startedAt: BEFORE }] },
      'started',
      '1 pod started on 2026-03-01 at 08:00 UTC, before injection was switched on.',
    ],
    [
      'injection was on already',
      { labelledAt: LABELLED, pods: [{ startedAt: AFTER }] },
      'missed',
      '1 pod started on 2026-03-05 at 08:00 UTC without a proxy although injection was on: the injector was not there, or did not answer.',
    ],
    [
      'some before, some after',
      {
        labelledAt: LABELLED,
        pods: [{ startedAt: BEFORE }, { startedAt: AFTER }],
      },
      'mixed',
      '2 pods have no proxy; some of them started after injection was switched on (on 2026-03-04 at 08:00 UTC).',
    ],
    [
      'a start time that is no time',
      { labelledAt: LABELLED, pods: [{ startedAt: 'yesterday' }] },
      'together',
      '1 pod started on 2026-01-01 at 00:00 UTC, before injection was switched on (on 2026-03-04 at 08:00 UTC).',
    ],
  ])('%s', (_, cart, variant, message) => {
    expect(sentence(cart)).toMatchObject({
      id: `reason.pod-predates-injection.${variant}`,
      message,
    });
  });
});

describe('the fix for pods that predate injection', () => {
  const plain = (owner: KubeObject) => [
    ...anIstio(),
    aNamespace({ labels: ENABLED }),
    owner,
    aPod({ name: 'pod-a', owner }),
    aPod({ name: 'pod-b', owner }),
  ];
  const fixOf = (objects: readonly KubeObject[], context = 'west') =>
    membershipIn(objects, { kubectlContext: context, name: 'x' })?.reasons[0]
      ?.fix;

  it.each<[string, KubeObject, string | undefined, string | undefined]>([
    [
      'StatefulSet',
      aStatefulSet({ name: 'x' }),
      'kubectl --context west -n shop rollout restart statefulset/x',
      '2 pods restart one by one.',
    ],
    [
      'DaemonSet',
      aDaemonSet({ name: 'x' }),
      'kubectl --context west -n shop rollout restart daemonset/x',
      '2 pods restart one by one.',
    ],
    [
      'StatefulSet that is updated by hand',
      aStatefulSet({ name: 'x', updateStrategy: 'OnDelete' }),
      'kubectl --context west -n shop delete pod pod-a pod-b',
      '2 pods are deleted at once; StatefulSet x makes new ones.',
    ],
    [
      'ReplicaSet',
      aReplicaSet({ name: 'x' }),
      'kubectl --context west -n shop delete pod pod-a pod-b',
      '2 pods are deleted at once; ReplicaSet x makes new ones.',
    ],
    ['Job', aJob({ name: 'x' }), undefined, undefined],
    ['CronJob', aCronJob({ name: 'x' }), undefined, undefined],
  ])('%s', (_, owner, command, effect) => {
    const fix = fixOf(plain(owner));
    expect(fix).toMatchObject({ text: { message: expect.any(String) } });
    expect(fix?.command).toBe(command);
    expect(fix?.effect?.message).toBe(effect);
  });

  it.each<[string, KubeObject, string]>([
    ['three with the defaults', aDeployment({ name: 'x', replicas: 3 }), ''],
    ['four', aDeployment({ name: 'x', replicas: 4 }), 'up to 2'],
    ['ten', aDeployment({ name: 'x', replicas: 10 }), 'up to 5'],
    [
      'ten, of which one may be missing and none added',
      aDeployment({
        name: 'x',
        replicas: 10,
        rollingUpdate: { maxSurge: 0, maxUnavailable: '10%' },
      }),
      '',
    ],
    [
      'neither missing nor added, which the controller takes for one missing',
      aDeployment({
        name: 'x',
        replicas: 10,
        rollingUpdate: { maxSurge: 0, maxUnavailable: 0 },
      }),
      '',
    ],
    [
      'absurd numbers, which are read as none',
      aDeployment({
        name: 'x',
        replicas: 3,
        rollingUpdate: { maxSurge: -4, maxUnavailable: 'all' },
      }),
      '',
    ],
    ['ten of a StatefulSet', aStatefulSet({ name: 'x', replicas: 10 }), ''],
    ['ten of a DaemonSet', aDaemonSet({ name: 'x', replicas: 10 }), ''],
    [
      'ten of a DaemonSet, a quarter at a time',
      aDaemonSet({
        name: 'x',
        replicas: 10,
        rollingUpdate: { maxUnavailable: '25%' },
      }),
      'up to 3',
    ],
  ])('says how many pods restart at a time: %s', (_, owner, several) => {
    const pods = Array.from({ length: 10 }, (__, index) =>
      aPod({ name: `pod-${index}`, owner }),
    );
    const objects = [
      ...anIstio(),
      aNamespace({ labels: ENABLED }),
      owner,
      ...pods,
    ];
    expect(fixOf(objects)?.effect?.message).toBe(
      several
        ? `10 pods restart, ${several} at a time.`
        : '10 pods restart one by one.',
    );
  });

  it('resumes a Deployment whose rollouts are paused, which kubectl does not restart', () => {
    const fix = fixOf(plain(aDeployment({ name: 'x', paused: true })));
    expect(fix?.text.message).toMatch(/^Rollouts of Deployment x are paused/);
    expect(fix?.command).toBe(
      'kubectl --context west -n shop rollout resume deployment/x && kubectl --context west -n shop rollout restart deployment/x',
    );
  });

  describe('while a rollout replaces pods', () => {
    const observed = { observedGeneration: 2, availableReplicas: 3 };
    const midway = { ...observed, replicas: 4, updatedReplicas: 2 };
    const stuck = {
      ...midway,
      conditions: [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }],
    };
    const inRollout = (status: object, options: ControllerOptions = {}) =>
      plain(
        aDeployment({
          ...{ name: 'x', replicas: 3, generation: 2 },
          ...options,
          status: status as Record<string, unknown>,
        }),
      );

    it.each<[string, KubeObject[], string]>([
      [
        'is midway',
        inRollout(midway),
        'A restart of Deployment x is under way: 1 of 3 pods are replaced, the others follow.',
      ],
      [
        'has just been asked for',
        inRollout({ ...observed, replicas: 3 }, { generation: 3 }),
        'A restart of Deployment x is under way: 0 of 3 pods are replaced, the others follow.',
      ],
      [
        'does not get on',
        inRollout(stuck),
        'A restart of Deployment x is under way, but stuck: 1 of 3 pods are replaced, and the next ones did not become ready in time. See why; another restart would not help.',
      ],
    ])('offers no other restart where it %s', (_, objects, message) => {
      const membership = membershipIn(objects, { name: 'x' });
      expect(summary(membership)).toBe(
        'pending-restart 0/2 pod-predates-injection',
      );
      const [{ fix }] = membership?.reasons ?? [];
      expect(fix).toEqual({ text: expect.objectContaining({ message }) });
      expect(membership?.verify[0].command).toBe(
        'kubectl --context west -n shop rollout status deployment/x --watch=false',
      );
    });

    it.each<[string, KubeObject[]]>([
      [
        'it has already made pods without a proxy itself',
        inRollout({ ...observed, replicas: 3, updatedReplicas: 2 }),
      ],
      [
        'it is over',
        inRollout({ ...observed, replicas: 3, updatedReplicas: 3 }),
      ],
    ])('offers a restart where %s', (_, objects) => {
      expect(fixOf(objects)?.command).toBe(
        'kubectl --context west -n shop rollout restart deployment/x',
      );
    });

    it('resumes one that is paused', () => {
      expect(fixOf(inRollout(midway, { paused: true }))?.text.id).toBe(
        'fix.resume',
      );
    });

    it('does not offer one to pods with a proxy of an old revision either', () => {
      const owner = aDeployment({
        ...{ name: 'x', replicas: 2, generation: 2 },
        status: { observedGeneration: 2, replicas: 3, updatedReplicas: 1 },
      });
      const membership = membershipIn(
        [
          ...anIstio(),
          ...canary,
          aNamespace({ labels: { 'istio.io/rev': 'canary' } }),
          owner,
          anInjectedPod({ name: 'old', owner, revision: 'default' }),
          anInjectedPod({ name: 'new', owner, revision: 'canary' }),
        ],
        { name: 'x' },
      );
      expect(summary(membership)).toBe(
        'pending-restart 2/2 pod-has-old-revision',
      );
      expect(membership?.reasons[0].fix?.text.id).toBe('fix.rollout-under-way');
    });
  });

  it('says that a changed template waits for a paused Deployment', () => {
    const owner = aDeployment({
      name: 'x',
      paused: true,
      podLabels: { 'istio.io/rev': 'gone' },
    });
    const objects = [...anIstio(), aNamespace(), owner, aPod({ owner })];
    expect(fixOf(objects)?.effect?.message).toBe(
      'Nothing restarts before rollouts of Deployment x are resumed.',
    );
  });

  it('says that a bare pod has to be made again', () => {
    const objects = [
      ...anIstio(),
      aNamespace({ labels: ENABLED }),
      aPod({ name: 'x' }),
    ];
    expect(fixOf(objects)?.text.id).toBe('fix.recreate-pod');
    expect(fixOf(objects)?.command).toBeUndefined();
  });

  it('quotes what a shell would not take as one word', () => {
    const fix = fixOf(plain(aStatefulSet({ name: 'x' })), "it's $west");
    expect(fix?.command).toBe(
      `kubectl --context 'it'\\''s $west' -n shop rollout restart statefulset/x`,
    );
  });
});

describe('a fix that takes a second step', () => {
  const RESTART = /, then restart its workloads: running pods get a proxy /;

  it.each<[string, CartOptions, string, boolean]>([
    [
      'a label that names no revision',
      { namespaceLabels: { 'istio.io/rev': 'gone' }, pods: [{}] },
      'fix.namespace-revision',
      true,
    ],
    [
      'the same where the pods have a proxy of the one that there is',
      {
        namespaceLabels: { 'istio.io/rev': 'gone' },
        pods: [{ proxy: 'default' }],
      },
      'fix.namespace-revision.in-use',
      false,
    ],
    [
      'a label that keeps pods from a proxy',
      {
        namespaceLabels: { 'istio-injection': 'disabled' },
        podLabels: { 'sidecar.istio.io/inject': 'true' },
        pods: [{}],
      },
      'fix.unblock-namespace',
      true,
    ],
    [
      'the same where they have one from before',
      {
        namespaceLabels: { 'istio-injection': 'disabled' },
        podLabels: { 'sidecar.istio.io/inject': 'true' },
        pods: [{ proxy: 'default' }],
      },
      'fix.remove-namespace-label',
      false,
    ],
    [
      'a namespace that refuses',
      { namespaceLabels: { 'istio-injection': 'disabled' }, pods: [{}] },
      'fix.label-namespace',
      true,
    ],
  ])('%s', (_, cart, id, announces) => {
    const membership = membershipIn([...anIstio(), ...aCart(cart)]);
    const fix = membership?.reasons[0]?.fix;
    expect(fix?.text.id).toBe(id);
    expect(RESTART.test(fix?.text.message ?? '')).toBe(announces);
  });
});

describe('the command that fixes', () => {
  const command = (objects: KubeObject[], cart: CartOptions) =>
    membershipIn([...objects, ...aCart(cart)])?.reasons[0]?.fix?.command;

  it.each<[string, KubeObject[], CartOptions, string | undefined]>([
    [
      'a Deployment that predates injection',
      anIstio(),
      { namespaceLabels: ENABLED, pods: [{}] },
      'kubectl --context west -n shop rollout restart deployment/cart',
    ],
    [
      'a namespace label that names no revision',
      anIstio(),
      { namespaceLabels: { 'istio.io/rev': 'gone' }, pods: [{}] },
      'kubectl --context west label namespace shop istio.io/rev=default --overwrite',
    ],
    [
      'the same where the proxies run another',
      [...anIstio(), ...canary],
      {
        namespaceLabels: { 'istio.io/rev': 'gone' },
        pods: [{ proxy: 'canary' }],
      },
      'kubectl --context west label namespace shop istio.io/rev=canary --overwrite',
    ],
    [
      'a default that is not there',
      canary,
      { namespaceLabels: ENABLED, pods: [{}] },
      'kubectl --context west label namespace shop istio.io/rev=canary istio-injection- --overwrite',
    ],
    [
      'a label without any Istio',
      [],
      { namespaceLabels: ENABLED, pods: [{}] },
      'kubectl --context west label namespace shop istio-injection- --overwrite',
    ],
    [
      'a template that names no revision',
      anIstio(),
      { podLabels: { 'istio.io/rev': 'gone' }, pods: [{}] },
      `kubectl --context west -n shop patch deployment/cart --type merge -p '{"spec":{"template":{"metadata":{"labels":{"istio.io/rev":"default"}}}}}'`,
    ],
    [
      'two labels that contradict',
      [...anIstio(), ...canary],
      { namespaceLabels: { ...ENABLED, 'istio.io/rev': 'canary' }, pods: [{}] },
      'kubectl --context west label namespace shop istio.io/rev- --overwrite',
    ],
    [
      'host network',
      anIstio(),
      { namespaceLabels: ENABLED, hostNetwork: true, pods: [{}] },
      `kubectl --context west -n shop patch deployment/cart --type merge -p '{"spec":{"template":{"spec":{"hostNetwork":null}}}}'`,
    ],
    [
      'opting out',
      anIstio(),
      { namespaceLabels: ENABLED, podLabels: OPT_OUT, pods: [{}] },
      `kubectl --context west -n shop patch deployment/cart --type merge -p '{"spec":{"template":{"metadata":{"labels":{"sidecar.istio.io/inject":null}}}}}'`,
    ],
    [
      'a namespace that refuses',
      anIstio(),
      { namespaceLabels: { 'istio-injection': 'disabled' }, pods: [{}] },
      'kubectl --context west label namespace shop istio-injection=enabled --overwrite',
    ],
    [
      'proxies of an old revision',
      [...anIstio(), ...canary],
      {
        namespaceLabels: { 'istio.io/rev': 'canary' },
        pods: [{ proxy: 'default' }],
      },
      'kubectl --context west -n shop rollout restart deployment/cart',
    ],
    [
      'the same while the new revision is down: pods might not start',
      [...anIstio(), ...canaryDown],
      {
        namespaceLabels: { 'istio.io/rev': 'canary' },
        pods: [{ proxy: 'default' }],
      },
      undefined,
    ],
    [
      'an injector that is down',
      injectorDown,
      { namespaceLabels: ENABLED, pods: [{}] },
      undefined,
    ],
    [
      'an injector that is scaled to zero',
      [anIstiod({ replicas: 0 }), anInjector()],
      { namespaceLabels: ENABLED, pods: [{}] },
      'kubectl --context west -n istio-system scale deployment/istiod --replicas=1',
    ],
  ])('%s', (_, objects, cart, expected) => {
    expect(command(objects, cart)).toBe(expected);
  });

  it('lets a node agent on the host network opt out', () => {
    const owner = aDaemonSet({ name: 'cart', hostNetwork: true });
    const membership = membershipIn([
      ...anIstio(),
      aNamespace({ labels: ENABLED }),
      owner,
      aPod({ owner, hostNetwork: true }),
    ]);
    expect(membership?.reasons[0]?.fix?.command).toBe(
      `kubectl --context west -n shop patch daemonset/cart --type merge -p '{"spec":{"template":{"metadata":{"labels":{"sidecar.istio.io/inject":"false"}}}}}'`,
    );
  });
});

describe('opting out', () => {
  const entry = (cart: CartOptions) =>
    membershipIn([
      ...anIstio(),
      ...aCart({
        namespaceLabels: ENABLED,
        podLabels: OPT_OUT,
        pods: [{}],
        ...cart,
      }),
    ])?.reasons[0];

  it('is right on the host network, so that there is nothing to fix', () => {
    expect(entry({})?.fix).toBeDefined();
    expect(entry({ hostNetwork: true })).toMatchObject({
      code: 'pod-opted-out',
      fix: undefined,
    });
  });
});

describe('workloads of the mesh itself', () => {
  it.each([
    [
      'istiod',
      aDaemonSet({ name: 'x', podLabels: { app: 'istiod' } }),
      'not-enrolled 0/1 part-of-the-mesh',
    ],
    [
      'ztunnel',
      aDaemonSet({ name: 'x', podLabels: { app: 'ztunnel' } }),
      'not-enrolled 0/1 part-of-the-mesh',
    ],
    [
      'the CNI agent',
      aDaemonSet({ name: 'x', podLabels: { 'k8s-app': 'istio-cni-node' } }),
      'not-enrolled 0/1 part-of-the-mesh',
    ],
    [
      'a waypoint',
      aDaemonSet({
        name: 'x',
        podLabels: {
          'gateway.istio.io/managed': 'istio.io-mesh-controller',
          ...OPT_OUT,
        },
      }),
      'enrolled 1/1 part-of-the-mesh',
    ],
    [
      'an injected gateway',
      aDaemonSet({
        name: 'x',
        podAnnotations: { 'inject.istio.io/templates': 'gateway' },
      }),
      'enrolled 1/1 part-of-the-mesh',
    ],
  ])('%s', (_, owner, expected) => {
    expect(
      summary(
        membershipIn(
          [
            ...anIstio(),
            aNamespace({ labels: ENABLED }),
            owner,
            aPod({ owner }),
          ],
          { name: 'x' },
        ),
      ),
    ).toBe(expected);
  });
});
