import type { RawObject } from '../../fixtureWorlds';
import { aLinkerd } from './linkerdObjects';
import { aNamespace, aService, object, type Objects } from './objects';

/** A Service that is not what it seems, or is. */
export interface StandInSituation {
  title: string;
  objects: Objects;
  service: string;
  /** `kind system alias namespace/name, ...`; empty: it stands for itself. */
  standsFor: string;
  fact: string;
}

const MIRRORED = { 'mirror.linkerd.io/mirrored-service': 'true' };
const CLUSTER = 'mirror.linkerd.io/cluster-name';
const REMOTE_NAME = 'mirror.linkerd.io/remote-svc-fq-name';
const REMOTE = 'multicluster.linkerd.io/remote-discovery';
const LOCAL = 'multicluster.linkerd.io/local-discovery';

const NO_SELECTOR = { spec: { selector: undefined } };

function linkerd(...services: RawObject[]): Objects {
  return [...aLinkerd(), aNamespace('shop'), ...services];
}

function mirror(
  name: string,
  labels: Record<string, string>,
  annotations: Record<string, string> = {},
): RawObject {
  return aService('shop', name, labels, { ...NO_SELECTOR, annotations });
}

export const STAND_IN_SITUATIONS: readonly StandInSituation[] = [
  {
    title: 'a link and a service with dashes in their names',
    objects: linkerd(
      mirror(
        'cart-api-us-east',
        { ...MIRRORED, [CLUSTER]: 'us-east' },
        { [REMOTE_NAME]: 'cart-api.shop.svc.cluster.local' },
      ),
    ),
    service: 'cart-api-us-east',
    standsFor: 'mirror linkerd us-east shop/cart-api',
    fact: 'remote-svc-fq-name says what the suffix cannot',
  },
  {
    title: 'a mirror whose Link is gone',
    objects: linkerd(
      mirror(
        'cart-east',
        { ...MIRRORED, [CLUSTER]: 'east' },
        { [REMOTE_NAME]: 'cart.shop.svc.cluster.local' },
      ),
    ),
    service: 'cart-east',
    standsFor: 'mirror linkerd east shop/cart',
    fact: 'an orphan is still a mirror: nobody deletes it',
  },
  {
    title: 'a federated service that has no member here',
    objects: linkerd(
      mirror('cart-federated', MIRRORED, { [REMOTE]: 'cart@east,cart@west' }),
    ),
    service: 'cart-federated',
    standsFor: 'federated linkerd east shop/cart, linkerd west shop/cart',
    fact: 'members are listed; local-discovery only where one is here',
  },
  {
    title: 'a federated service whose only member is here',
    objects: linkerd(mirror('cart-federated', MIRRORED, { [LOCAL]: 'cart' })),
    service: 'cart-federated',
    standsFor: 'federated linkerd - shop/cart',
    fact: 'local-discovery alone',
  },
  {
    title: 'a federated service whose list somebody mistyped',
    objects: linkerd(
      mirror('cart-federated', MIRRORED, { [REMOTE]: ' cart@east , @, west,' }),
    ),
    service: 'cart-federated',
    standsFor: 'federated linkerd east shop/cart',
    fact: 'svc@cluster, or nothing',
  },
  {
    title: 'a Service that somebody called like a mirror',
    objects: linkerd(aService('shop', 'cart-west')),
    service: 'cart-west',
    standsFor: '',
    fact: 'labels make a mirror, not names',
  },
  {
    title: 'a Service that is offered to others stands for itself',
    objects: linkerd(
      aService('shop', 'cart', {
        'mirror.linkerd.io/exported': 'true',
        'mirror.linkerd.io/federated': 'member',
      }),
    ),
    service: 'cart',
    standsFor: '',
    fact: 'exported and federated are said of the original',
  },
  {
    title: 'an import of which nothing has been derived yet',
    objects: [
      aNamespace('shop'),
      aService('shop', 'cart'),
      object('multicluster.x-k8s.io/v1beta1', 'ServiceImport', {
        ...{ name: 'cart', namespace: 'shop' },
      }),
    ],
    service: 'cart',
    standsFor: '',
    fact: 'annotation derived-service of the import names the Service; the one of its name is a local one',
  },
];
