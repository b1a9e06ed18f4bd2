import { aService } from '@meshport/plugin-mesh-node/testing';
import { mirroredServices } from './mirrors';
import { linkerdSnapshot } from './testing/linkerdObjects';

const MIRRORED = { 'mirror.linkerd.io/mirrored-service': 'true' };

function standsFor(
  name: string,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>> = {},
) {
  const service = aService({ name, labels, annotations });
  return mirroredServices(linkerdSnapshot([service]))[0]?.standsFor;
}

describe('a mirrored Service stands for', () => {
  const ofEast = { ...MIRRORED, 'mirror.linkerd.io/cluster-name': 'east' };
  const of = (name: string) => ({
    kind: 'mirror',
    of: [{ system: 'linkerd', alias: 'east', namespace: 'shop', name }],
  });

  it.each<[string, string, string | undefined, string]>([
    [
      'that of its annotation',
      'cart-east',
      'cart.shop.svc.cluster.local',
      'cart',
    ],
    [
      'one in another domain',
      'cart-east',
      'cart.shop.svc.east.example',
      'cart',
    ],
    [
      'that of a headless pod',
      'db-0-east',
      'db-0.db.shop.svc.cluster.local',
      'db',
    ],
    ['that of its name', 'cart-east', undefined, 'cart'],
    ['that of its name, if the annotation is absurd', 'cart-east', 'x', 'cart'],
  ])('%s', (_, name, domainName, expected) => {
    const annotations: Record<string, string> = domainName
      ? { 'mirror.linkerd.io/remote-svc-fq-name': domainName }
      : {};
    expect(standsFor(name, ofEast, annotations)).toEqual(of(expected));
  });
});

it('a federated Service stands for its members, the local one among them', () => {
  const annotations = {
    'multicluster.linkerd.io/remote-discovery': 'cart@east,basket@north',
    'multicluster.linkerd.io/local-discovery': 'cart',
  };
  expect(standsFor('cart-federated', MIRRORED, annotations)).toEqual({
    kind: 'federated',
    of: [
      { system: 'linkerd', alias: 'east', namespace: 'shop', name: 'cart' },
      { system: 'linkerd', alias: 'north', namespace: 'shop', name: 'basket' },
      { system: 'linkerd', namespace: 'shop', name: 'cart' },
    ],
  });
});

it.each<[string, Record<string, string>]>([
  ['a Service of the cluster', {}],
  ['a probe of a gateway', { 'mirror.linkerd.io/mirrored-gateway': 'true' }],
  ['a mirror that does not say of what', MIRRORED],
])('%s stands for itself', (_, labels) => {
  expect(standsFor('cart', labels)).toBeUndefined();
});
