import { isIP } from 'node:net';
import type { Store } from '../../apiserver/Store.ts';
import type { EndpointSlice, Service } from '../../controllers/objects.ts';
import { MIRROR, type Link } from './link.ts';

export const GATEWAY = `${MIRROR}/multicluster-gateway`;

export interface ProbeResult {
  alive: boolean;
  /** When to look again, where the verdict is about to change by itself. */
  againAfter?: number;
}

/**
 * What the probes of a mirror know of the gateways, by Link: a gateway is taken for dead after
 * `failureThreshold` failures in a row, one per `period`, and for alive with the first success.
 */
export class GatewayProbes {
  private readonly failingSince = new Map<string, number>();

  result(
    id: string,
    link: Link,
    { target, cut }: { target: Store; cut: boolean },
    now: Date,
  ): ProbeResult {
    const { path, period = '3s', failureThreshold } = link.spec.probeSpec ?? {};
    if (!path || (!cut && isReachable(link, target))) {
      this.failingSince.delete(id);
      return { alive: true };
    }
    const since = this.failingSince.get(id) ?? now.getTime();
    this.failingSince.set(id, since);
    const patience = seconds(period) * Number(failureThreshold ?? 3) * 1000;
    const left = since + patience - now.getTime();
    return left > 0 ? { alive: true, againAfter: left } : { alive: false };
  }
}

/** `3s`, `1m` or `1m30s` in seconds. */
function seconds(duration: string): number {
  const [, minutes = '0', rest = '0'] =
    /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return Number(minutes) * 60 + Number(rest);
}

export function gatewayAddresses({ spec }: Link): string[] {
  return (spec.gatewayAddress ?? '')
    .split(',')
    .filter(address => isIP(address) !== 0)
    .sort();
}

/** There is a gateway with ready pods, and it has the Link's address as far as its load balancer tells. */
function isReachable(link: Link, target: Store): boolean {
  return target
    .list<Service>('services')
    .items.filter(({ metadata }) => metadata.annotations?.[GATEWAY] === 'true')
    .some(gateway => {
      const known = ingressAddresses(gateway);
      const wanted = gatewayAddresses(link);
      const meets =
        known.length === 0 || wanted.some(address => known.includes(address));
      return meets && hasReadyEndpoint(target, gateway);
    });
}

function ingressAddresses({ status }: Service): string[] {
  const { loadBalancer } = (status ?? {}) as {
    loadBalancer?: { ingress?: { ip?: string }[] };
  };
  return (loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
}

export function hasReadyEndpoint(store: Store, { metadata }: Service): boolean {
  return store
    .list<EndpointSlice>('endpointslices.discovery.k8s.io', {
      namespace: metadata.namespace,
    })
    .items.filter(
      slice =>
        slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name,
    )
    .some(slice =>
      slice.endpoints?.some(endpoint => endpoint.conditions.ready),
    );
}
