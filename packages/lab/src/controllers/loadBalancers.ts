import { hexDigest } from '../simulation/chance.ts';
import type { Controller } from './Controller.ts';
import { refOf } from './Controller.ts';
import type { Service } from './objects.ts';

const PROVISIONING = 25_000;

/** Where the addresses of load balancers come from: a cloud's domain, or a range (`192.0.2.0/24`). */
export type LoadBalancers = { domain: string } | { addresses: string };

interface Ingress {
  ip?: string;
  ipMode?: string;
  hostname?: string;
}

/**
 * Gives Services of type LoadBalancer an address after a while, as a cloud's controller does. A cluster without any
 * leaves them pending.
 */
export const loadBalancerController = (
  source: LoadBalancers | undefined,
): Controller => ({
  name: 'service-lb-controller',
  *concerns(change) {
    if (change.resource === 'services' && change.type !== 'DELETED')
      yield refOf('services', change.object);
  },
  reconcile(ref, { store, timeline }) {
    const service = store.get<Service>(ref);
    const wanted =
      service?.spec.type === 'LoadBalancer' && ingressOf(service).length === 0;
    if (!source || !service || !wanted) return {};
    const since = Date.parse(service.metadata.creationTimestamp ?? '');
    const left = since + PROVISIONING - timeline.now().getTime();
    if (left > 0) return { againAfter: left };
    const others = store.list<Service>('services').items.flatMap(ingressOf);
    const ingress = [addressFrom(source, service, others)];
    store.modify(
      ref,
      copy => {
        copy.status = {
          ...(copy.status as object | undefined),
          loadBalancer: { ingress },
        };
      },
      { manager: 'cloud-controller-manager', subresource: 'status' },
    );
    return {};
  },
});

function ingressOf({ status }: Service): Ingress[] {
  const known = status as
    | { loadBalancer?: { ingress?: Ingress[] } }
    | undefined;
  return known?.loadBalancer?.ingress ?? [];
}

function addressFrom(
  source: LoadBalancers,
  { metadata }: Service,
  others: readonly Ingress[],
): Ingress {
  if ('domain' in source) {
    const id = hexDigest(metadata.uid ?? '').slice(0, 32);
    return { hostname: `${id}.${source.domain}` };
  }
  const prefix = source.addresses.replace(/\.\d+\/\d+$/, '');
  const used = others.map(({ ip }) => ip);
  for (let host = 1; host < 255; host++) {
    const ip = `${prefix}.${host}`;
    if (!used.includes(ip)) return { ip, ipMode: 'VIP' };
  }
  throw new Error(`No address is left in ${source.addresses}`);
}
