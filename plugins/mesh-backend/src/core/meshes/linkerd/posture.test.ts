import type { Posture } from '@meshport/plugin-mesh-common';
import {
  aNamespace,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { adapt } from './adapt';
import {
  aCart,
  aControlPlane,
  aLinkerdPod,
  type ControlPlaneOptions,
  linkerdSnapshot,
} from './testing/linkerdObjects';

const NAMESPACE = aNamespace({
  annotations: { 'linkerd.io/inject': 'enabled' },
});

function postureOf(
  objects: readonly KubeObject[],
  controlPlane: ControlPlaneOptions = {},
  states: NonNullable<Parameters<typeof linkerdSnapshot>[1]>['states'] = {},
): Posture | undefined {
  const snapshot = linkerdSnapshot(
    [...aControlPlane(controlPlane), NAMESPACE, ...aCart(), ...objects],
    { states },
  );
  return adapt(snapshot).workloads.find(
    ({ workload }) => workload === 'apps/Deployment/shop/cart',
  )?.posture;
}

function aPolicy(
  kind: string,
  version: string,
  spec: Readonly<Record<string, unknown>>,
): KubeObject {
  return {
    apiVersion: `policy.linkerd.io/${version}`,
    kind,
    metadata: { name: 'cart', namespace: 'shop' },
    spec,
  };
}

const server = (spec: Readonly<Record<string, unknown>> = {}) =>
  aPolicy('Server', 'v1beta3', {
    podSelector: {},
    port: 'http',
    ...spec,
  });

const authorization = (kinds: string[], target = 'Server') =>
  aPolicy('AuthorizationPolicy', 'v1alpha1', {
    targetRef: { kind: target, name: 'cart' },
    requiredAuthenticationRefs: kinds.map(kind => ({ kind, name: 'clients' })),
  });

const older = (client: Readonly<Record<string, unknown>>) =>
  aPolicy('ServerAuthorization', 'v1beta1', {
    server: { name: 'cart' },
    client,
  });

const pod = (config: Readonly<Record<string, string>> = {}) =>
  aLinkerdPod({
    annotations: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        `config.linkerd.io/${key}`,
        value,
      ]),
    ),
  });

describe('inbound, by the policy of a pod', () => {
  const policy = 'default-inbound-policy';

  it.each<[Record<string, string>, Posture['inbound']]>([
    [{}, 'permissive'],
    [{ [policy]: 'all-authenticated' }, 'strict'],
    [{ [policy]: 'cluster-authenticated' }, 'strict'],
    [{ [policy]: 'deny' }, 'strict'],
    [{ [policy]: 'cluster-unauthenticated' }, 'permissive'],
    [{ [policy]: 'audit' }, 'permissive'],
    [{ [policy]: 'nonsense' }, 'permissive'],
    [{ [policy]: 'deny', 'skip-inbound-ports': '80,8000-8100' }, 'off'],
    [{ [policy]: 'deny', 'skip-inbound-ports': '9090' }, 'strict'],
    [{ 'proxy-require-identity-inbound-ports': '8080' }, 'strict'],
  ])('%j: %s', (config, inbound) => {
    expect(postureOf([pod(config)])?.inbound).toBe(inbound);
  });

  it('is that of the installation where the pod says nothing', () => {
    const values = { proxy: { defaultInboundPolicy: 'all-authenticated' } };
    expect(postureOf([pod()], { values })).toMatchObject({
      inbound: 'strict',
      decidedBy: [{ kind: 'ConfigMap', name: 'linkerd-config' }],
    });
  });
});

describe('inbound, by Servers', () => {
  it.each<[string, KubeObject[], Posture['inbound']]>([
    ['denies by default', [server()], 'strict'],
    ['of another port', [server({ port: 9090 })], 'permissive'],
    ['by number', [server({ port: 8080 })], 'strict'],
    [
      'of other pods',
      [server({ podSelector: { matchLabels: { app: 'till' } } })],
      'permissive',
    ],
    [
      'of external workloads',
      [server({ podSelector: undefined })],
      'permissive',
    ],
    [
      'that admits all',
      [server({ accessPolicy: 'all-unauthenticated' })],
      'permissive',
    ],
    [
      'with clients of the mesh',
      [server(), authorization(['MeshTLSAuthentication'])],
      'strict',
    ],
    [
      'with clients of the mesh from a network',
      [server(), authorization(['NetworkAuthentication', 'ServiceAccount'])],
      'strict',
    ],
    [
      'with clients of a network',
      [server(), authorization(['NetworkAuthentication'])],
      'permissive',
    ],
    [
      'in a namespace that lets in a network',
      [server(), authorization(['NetworkAuthentication'], 'Namespace')],
      'permissive',
    ],
    [
      'with anybody, in the older form',
      [server(), older({ unauthenticated: true })],
      'permissive',
    ],
    [
      'with clients of the mesh, in the older form',
      [server(), older({ meshTLS: { identities: ['*'] } })],
      'strict',
    ],
  ])('%s', (_, policies, inbound) => {
    expect(postureOf([...policies, pod()])?.inbound).toBe(inbound);
  });

  it('names those that decide', () => {
    expect(postureOf([server(), pod()])?.decidedBy).toEqual([
      {
        cluster: 'west',
        apiVersion: 'policy.linkerd.io/v1beta3',
        kind: 'Server',
        namespace: 'shop',
        name: 'cart',
      },
    ]);
  });
});

it('is off where a pod has no proxy', () => {
  const bare = aLinkerdPod({ name: 'cart-2', proxy: 'none' });
  expect(postureOf([pod(), bare])).toMatchObject({
    inbound: 'off',
    podsWithoutProxy: 1,
  });
});

it.each([
  'configmaps',
  'servers.policy.linkerd.io',
  'authorizationpolicies.policy.linkerd.io',
  'serverauthorizations.policy.linkerd.io',
])('is unknown where %s cannot be read', part => {
  const states = { [part]: { status: 'forbidden' } as const };
  expect(postureOf([pod()], {}, states)).toMatchObject({
    inbound: 'unknown',
    reasons: [{ code: 'input-unreadable' }],
  });
});

it('names the identities of the pods, in the trust domain of the installation', () => {
  const values = { identityTrustDomain: 'west.example' };
  const carts = aLinkerdPod({ serviceAccount: 'cart' });
  expect(postureOf([carts], { values })?.identities).toEqual([
    'cart.shop.serviceaccount.identity.linkerd.west.example',
  ]);
});
