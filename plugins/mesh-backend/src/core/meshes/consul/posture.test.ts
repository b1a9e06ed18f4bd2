import type { Posture } from '@meshport/plugin-mesh-common';
import {
  aNamespace,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { adapt } from './adapt';
import {
  aCart,
  aConsulPod,
  aControlPlane,
  anEntry,
  consulSnapshot,
} from './testing/consulObjects';

function postureOf(
  objects: readonly KubeObject[],
  states: NonNullable<Parameters<typeof consulSnapshot>[1]>['states'] = {},
): Posture | undefined {
  const snapshot = consulSnapshot(
    [...aControlPlane(), aNamespace(), ...aCart(), ...objects],
    { states },
  );
  return adapt(snapshot).workloads.find(
    ({ workload }) => workload === 'apps/Deployment/shop/cart',
  )?.posture;
}

const allowed = anEntry('Mesh', 'mesh', {
  allowEnablingPermissiveMutualTLS: true,
});
const asked = (name: string, mode: string, synced?: { status: string }) =>
  anEntry('ServiceDefaults', name, { mutualTLSMode: mode }, synced);
const globally = anEntry('ProxyDefaults', 'global', {
  mutualTLSMode: 'permissive',
});

describe('inbound', () => {
  it.each<[string, KubeObject[], Posture['inbound']]>([
    ['by nature', [], 'strict'],
    ['allowed to be permissive', [allowed], 'strict'],
    ['asked for by the service', [asked('cart', 'permissive')], 'strict'],
    ['both', [allowed, asked('cart', 'permissive')], 'permissive'],
    ['of another service', [allowed, asked('till', 'permissive')], 'strict'],
    ['asked for by all', [allowed, globally], 'permissive'],
    [
      'asked for by all but this one',
      [allowed, globally, asked('cart', 'strict')],
      'strict',
    ],
    [
      'refused by Consul',
      [allowed, asked('cart', 'permissive', { status: 'False' })],
      'strict',
    ],
  ])('%s', (_, entries, inbound) => {
    expect(postureOf([...entries, aConsulPod()])?.inbound).toBe(inbound);
  });

  it.each<[string, KubeObject, Posture['inbound']]>([
    [
      'ports that pass by the proxy',
      aConsulPod({
        annotations: {
          'consul.hashicorp.com/transparent-proxy-exclude-inbound-ports':
            '9102',
        },
      }),
      'off',
    ],
    ['no redirection', aConsulPod({ redirected: false }), 'off'],
    ['no proxy', aConsulPod({ proxies: [] }), 'off'],
  ])('%s', (_, pod, inbound) => {
    expect(postureOf([pod])?.inbound).toBe(inbound);
  });
});

it('is off where the proxy is passed by, whatever cannot be read', () => {
  const states = {
    'meshes.consul.hashicorp.com': { status: 'forbidden' } as const,
  };
  const pod = aConsulPod({ redirected: false });
  expect(postureOf([pod], states)?.inbound).toBe('off');
});

it('names the objects that decide', () => {
  const entries = [allowed, asked('cart', 'permissive')];
  expect(
    postureOf([...entries, aConsulPod()])?.decidedBy.map(
      ({ kind, name }) => `${kind} ${name}`,
    ),
  ).toEqual(['ServiceDefaults cart', 'Mesh mesh']);
});

it('goes by the name that the pod gives its service', () => {
  const pod = aConsulPod({
    annotations: { 'consul.hashicorp.com/connect-service': 'basket' },
  });
  const entries = [allowed, asked('basket', 'permissive')];
  expect(postureOf([...entries, pod])?.inbound).toBe('permissive');
});

it.each([
  'services',
  'meshes.consul.hashicorp.com',
  'servicedefaults.consul.hashicorp.com',
  'proxydefaults.consul.hashicorp.com',
])('is unknown where %s cannot be read', part => {
  const states = { [part]: { status: 'forbidden' } as const };
  expect(postureOf([aConsulPod()], states)).toMatchObject({
    inbound: 'unknown',
    reasons: [{ code: 'input-unreadable' }],
  });
});
