import type { Posture } from '@meshport/plugin-mesh-common';
import {
  aNamespace,
  aPod,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import { istio } from './istio';
import {
  aMeshConfig,
  anInjectedPod,
  type InjectedPodOptions,
  anIstio,
  aPeerAuthentication as policy,
} from './testing/istioObjects';

const ROOT = 'istio-system';
const APP = { app: 'cart' };
const OLD = '2025-01-01T00:00:00Z';
const NEW = '2026-01-01T00:00:00Z';

interface World extends SnapshotOptions {
  policies?: readonly KubeObject[];
  namespace?: string;
  pod?: InjectedPodOptions;
  /** Pods without a proxy beside the one that has one. */
  plainPods?: number;
  config?: string;
}

function posture(world: World = {}): Posture | undefined {
  const namespace = world.namespace ?? 'shop';
  const owner = aStatefulSet({ name: 'cart', namespace });
  const labels = { 'istio-injection': 'enabled' };
  const common = { namespace, owner, labels: APP };
  const snapshot = aSnapshot(
    [
      ...anIstio().filter(({ metadata }) => metadata.name !== namespace),
      aMeshConfig(world.config ?? `rootNamespace: ${ROOT}`),
      aNamespace({ name: namespace, labels }),
      owner,
      anInjectedPod({
        name: 'cart-0',
        serviceAccount: 'cart',
        ...common,
        ...world.pod,
      }),
      ...Array.from({ length: world.plainPods ?? 0 }, (_, index) =>
        aPod({ name: `plain-${index}`, ...common }),
      ),
      ...(world.policies ?? []),
    ],
    { kinds: istio.kinds, states: world.states },
  );
  return istio
    .adapt(snapshot)
    .workloads.find(({ workload }) => workload.endsWith('/cart'))?.posture;
}

/** `<inbound> <objects that decide>`. */
function summary(world: World): string {
  const { inbound, decidedBy } = posture(world) ?? {};
  const names = decidedBy?.map(({ namespace, name }) => `${namespace}/${name}`);
  return [inbound, ...(names ?? [])].join(' ');
}

const port = (containerPort: number) => ({
  containers: [{ name: 'app', ports: [{ containerPort }] }],
});

describe('mTLS of a workload', () => {
  it.each<[string, World, string]>([
    ['no policy', {}, 'permissive'],
    [
      'policy of the mesh',
      { policies: [policy({ namespace: ROOT, mode: 'STRICT' })] },
      'strict istio-system/default',
    ],
    [
      'policy of the namespace over that of the mesh',
      {
        policies: [
          policy({ namespace: ROOT, mode: 'STRICT' }),
          policy({ mode: 'DISABLE' }),
        ],
      },
      'off shop/default',
    ],
    [
      'policy of the workload over that of the namespace',
      {
        policies: [
          policy({ mode: 'STRICT' }),
          policy({ name: 'w', mode: 'PERMISSIVE', selector: APP }),
        ],
      },
      'permissive shop/w',
    ],
    [
      'policy of another namespace',
      { policies: [policy({ namespace: 'other', mode: 'STRICT' })] },
      'permissive',
    ],
    [
      'policy for other pods',
      { policies: [policy({ mode: 'STRICT', selector: { app: 'other' } })] },
      'permissive',
    ],
    [
      'selector without labels is for the namespace',
      { policies: [policy({ mode: 'STRICT', selector: {} })] },
      'strict shop/default',
    ],
    [
      'selector in the root namespace has no effect elsewhere',
      {
        policies: [policy({ namespace: ROOT, mode: 'STRICT', selector: APP })],
      },
      'permissive',
    ],
    [
      'selector in the root namespace has no effect there',
      {
        namespace: ROOT,
        policies: [policy({ namespace: ROOT, mode: 'STRICT', selector: APP })],
      },
      'permissive',
    ],
    [
      'UNSET inherits',
      {
        policies: [
          policy({ namespace: ROOT, mode: 'STRICT' }),
          policy({ mode: 'UNSET' }),
        ],
      },
      'strict istio-system/default',
    ],
    [
      'no mode at all inherits',
      { policies: [policy({ namespace: ROOT, mode: 'STRICT' }), policy({})] },
      'strict istio-system/default',
    ],
    [
      'a mode that is not known inherits',
      {
        policies: [
          policy({ mode: 'STRICT' }),
          policy({ name: 'w', mode: 'STRICTEST', selector: APP }),
        ],
      },
      'strict shop/default',
    ],
    [
      'the oldest of one level wins',
      {
        policies: [
          policy({ name: 'a', mode: 'DISABLE', createdAt: NEW }),
          policy({ name: 'b', mode: 'STRICT', createdAt: OLD }),
        ],
      },
      'strict shop/b',
    ],
    [
      'equally old: the first by name',
      {
        policies: [
          policy({ name: 'b', mode: 'DISABLE' }),
          policy({ name: 'a', mode: 'STRICT' }),
        ],
      },
      'strict shop/a',
    ],
    [
      'the oldest wins even if it is UNSET',
      {
        policies: [
          policy({ name: 'a', mode: 'STRICT', createdAt: NEW }),
          policy({ name: 'b', mode: 'UNSET', createdAt: OLD }),
        ],
      },
      'permissive',
    ],
    [
      'weakest port',
      {
        policies: [
          policy({
            mode: 'STRICT',
            selector: APP,
            ports: { 8080: 'PERMISSIVE' },
          }),
        ],
      },
      'permissive shop/default',
    ],
    [
      'port that is stricter than the rest',
      {
        policies: [
          policy({
            mode: 'PERMISSIVE',
            selector: APP,
            ports: { 8080: 'STRICT' },
          }),
        ],
      },
      'permissive shop/default',
    ],
    [
      'the only port that there is',
      {
        pod: port(8080),
        policies: [
          policy({
            mode: 'PERMISSIVE',
            selector: APP,
            ports: { 8080: 'STRICT' },
          }),
        ],
      },
      'strict shop/default',
    ],
    [
      'port UNSET inherits the workload',
      {
        pod: port(8080),
        policies: [
          policy({ mode: 'STRICT', selector: APP, ports: { 8080: 'UNSET' } }),
        ],
      },
      'strict shop/default',
    ],
    [
      'ports count only with a selector',
      {
        pod: port(8080),
        policies: [policy({ mode: 'STRICT', ports: { 8080: 'DISABLE' } })],
      },
      'strict shop/default',
    ],
    [
      'ports inherit their default from the namespace',
      {
        pod: port(9090),
        policies: [
          policy({ name: 'ns', mode: 'STRICT' }),
          policy({ name: 'w', selector: APP, ports: { 8080: 'DISABLE' } }),
        ],
      },
      'off shop/ns shop/w',
    ],
    [
      'a port that goes past the proxy',
      {
        pod: {
          ...port(8080),
          annotations: {
            'traffic.sidecar.istio.io/excludeInboundPorts': '15020,8080',
          },
        },
        policies: [policy({ mode: 'STRICT' })],
      },
      'off shop/default',
    ],
    [
      'a port that is not captured',
      {
        pod: {
          ...port(8080),
          annotations: {
            'traffic.sidecar.istio.io/includeInboundPorts': '9090',
          },
        },
        policies: [policy({ mode: 'STRICT' })],
      },
      'off shop/default',
    ],
    [
      'the root namespace of the mesh configuration',
      {
        config: 'rootNamespace: shared-config',
        policies: [
          policy({ namespace: 'shared-config', mode: 'STRICT' }),
          policy({ namespace: ROOT, mode: 'DISABLE' }),
        ],
      },
      'strict shared-config/default',
    ],
    [
      'a configuration that is no YAML: the namespace of istiod',
      { config: '{{', policies: [policy({ namespace: ROOT, mode: 'STRICT' })] },
      'strict istio-system/default',
    ],
    [
      'a pod without a proxy takes plain text',
      { plainPods: 2, policies: [policy({ mode: 'STRICT' })] },
      'off shop/default',
    ],
  ])('%s', (_, world, expected) => {
    expect(summary(world)).toBe(expected);
  });

  it('counts the pods without a proxy', () => {
    expect(posture({ plainPods: 2 })?.podsWithoutProxy).toBe(2);
  });

  it.each([
    [
      'the default account and trust domain',
      { pod: { serviceAccount: undefined } },
      'spiffe://cluster.local/ns/shop/sa/default',
    ],
    ['its account', {}, 'spiffe://cluster.local/ns/shop/sa/cart'],
    [
      'the configured trust domain',
      { config: 'trustDomain: corp.example' },
      'spiffe://corp.example/ns/shop/sa/cart',
    ],
  ])('names the identity with %s', (_, world, identity) => {
    expect(posture(world)?.identities).toEqual([identity]);
  });

  const forbid = (part: string) => ({
    states: { [part]: { status: 'forbidden' } as const },
  });
  const strict = [policy({ mode: 'STRICT' })];
  const PART = 'peerauthentications.security.istio.io';

  it.each<[string, World, string, string[]]>([
    [
      'policies cannot be read',
      { policies: strict, ...forbid(PART) },
      'unknown',
      ['input-unreadable'],
    ],
    [
      'policies cannot be read, but pods lack proxies',
      { plainPods: 1, ...forbid(PART) },
      'off',
      [],
    ],
    [
      'there are no such policies here',
      { states: { [PART]: { status: 'absent' } } },
      'permissive',
      [],
    ],
    [
      'the root namespace is not known, but the namespace decides',
      { policies: strict, ...forbid('configmaps') },
      'strict',
      [],
    ],
    [
      'the root namespace is not known and would decide',
      forbid('configmaps'),
      'unknown',
      ['input-unreadable'],
    ],
  ])('says what it does not know: %s', (_, world, inbound, codes) => {
    const result = posture(world);
    expect(result?.inbound).toBe(inbound);
    expect(result?.reasons.map(({ code }) => code)).toEqual(codes);
  });
});
