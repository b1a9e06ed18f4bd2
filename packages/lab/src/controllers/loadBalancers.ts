import { hexDigest } from '../simulation/chance.ts';
import type { Controller } from './Controller.ts';
import { refOf } from './Controller.ts';
import type { Service } from './objects.ts';

const PROVISIONING = 25_000;

/** Gives Services of type LoadBalancer the host name of a balancer, as a cloud's controller does after a while. */
export const loadBalancerController: Controller = {
  name: 'service-lb-controller',
  *concerns(change) {
    if (change.resource === 'services' && change.type !== 'DELETED')
      yield refOf('services', change.object);
  },
  reconcile(ref, { store, timeline }) {
    const service = store.get<Service>(ref);
    if (service?.spec.type !== 'LoadBalancer' || hasIngress(service)) return {};
    const since = Date.parse(service.metadata.creationTimestamp ?? '');
    const left = since + PROVISIONING - timeline.now().getTime();
    if (left > 0) return { againAfter: left };
    const hostname = `${hexDigest(service.metadata.uid ?? '').slice(
      0,
      32,
    )}.elb.eu-central-1.amazonaws.com`;
    store.modify(
      ref,
      copy => {
        copy.status = { loadBalancer: { ingress: [{ hostname }] } };
      },
      { manager: 'aws-cloud-controller-manager', subresource: 'status' },
    );
    return {};
  },
};

function hasIngress(service: Service): boolean {
  const status = service.status as
    | { loadBalancer?: { ingress?: unknown[] } }
    | undefined;
  return (status?.loadBalancer?.ingress?.length ?? 0) > 0;
}
