import type { Service } from '../../controllers/objects.ts';
import type { ClassInfo } from './classes.ts';
import { fails, holds, withVerdicts, type Verdict } from './conditions.ts';
import type { Gateway, GatewayAddress, ListenerStatus } from './gateway.ts';
import { listenerStatus, type ListenerFacts } from './listenerStatus.ts';

/** One Service that stands in front of a Gateway's proxies. */
export interface GatewayService {
  host: string;
  /** Undefined where there is no such Service. */
  service: Service | undefined;
  /** At least one of its endpoints is ready. */
  hasEndpoints: boolean;
}

export interface GatewayFacts {
  services: readonly GatewayService[];
  /** By the listener's name. */
  listeners: Readonly<Record<string, ListenerFacts>>;
  now: Date;
}

type GatewayStatus = NonNullable<Gateway['status']>;

/** What istiod 1.31 reports of a Gateway (`reportGatewayStatus` in pilot/pkg/config/kube/gateway/conversion.go). */
export function gatewayStatus(
  gateway: Gateway,
  info: ClassInfo,
  facts: GatewayFacts,
): GatewayStatus {
  const { generation = 1 } = gateway.metadata;
  const options = { observedGeneration: generation, now: facts.now };
  const { spec, status = {} } = gateway;
  if (!info.managed) {
    const verdicts = [ACCEPTED, REMOTE];
    return {
      ...(spec.addresses ? { addresses: [...spec.addresses] } : {}),
      conditions: withVerdicts(status.conditions, verdicts, options),
    };
  }
  const listeners: ListenerStatus[] = spec.listeners.map(listener =>
    listenerStatus(listener, {
      ...options,
      facts: facts.listeners[listener.name],
      before: status.listeners?.find(l => l.name === listener.name),
    }),
  );
  const reach = reachOf(gateway, facts.services);
  const reported = addressesOf(reach, info);
  // Once there is an address it stays, whatever becomes of the proxies.
  const addresses = reported.length > 0 ? reported : status.addresses;
  const verdicts = [
    accepted(listeners),
    programmed(reach, facts.services),
    RESOLVED,
  ];
  return {
    ...(addresses ? { addresses } : {}),
    conditions: withVerdicts(status.conditions, verdicts, options),
    listeners,
  };
}

const ACCEPTED = holds('Accepted', 'Accepted', 'Resource accepted');
const RESOLVED = holds(
  'ResolvedRefs',
  'ResolvedRefs',
  'All references resolved',
);
const REMOTE = holds(
  'Programmed',
  'Programmed',
  'This Gateway is remote; Istio will not program it',
);

function accepted(listeners: readonly ListenerStatus[]): Verdict {
  const invalid = listeners.filter(listener =>
    listener.conditions.some(
      c => c.type === 'Programmed' && c.status === 'False',
    ),
  );
  if (invalid.length === 0) return ACCEPTED;
  return invalid.length < listeners.length
    ? holds(
        'Accepted',
        'ListenersNotValid',
        "One or more of the Gateway's listeners are invalid",
      )
    : fails(
        'Accepted',
        'ListenersNotValid',
        "None of the Gateway's listeners are valid",
      );
}

interface Reach {
  /** `host:port` of every listener that has proxies behind it. */
  internal: string[];
  internalIps: string[];
  external: string[];
  /** Hosts that wait for a load balancer. */
  pending: string[];
  warnings: string[];
  usable: boolean;
}

/** `ResolveGatewayInstances`: what of the Gateway can be reached, and where. */
function reachOf(
  { spec }: Gateway,
  services: readonly GatewayService[],
): Reach {
  const ports = [...new Set(spec.listeners.map(listener => listener.port))];
  const reach: Reach = {
    internal: [],
    internalIps: [],
    external: [],
    pending: [],
    warnings: [],
    usable: true,
  };
  for (const candidate of services) addService(reach, candidate, ports);
  reach.internal.sort();
  reach.warnings.sort();
  return reach;
}

function addService(
  reach: Reach,
  { host, service, hasEndpoints }: GatewayService,
  ports: readonly number[],
): void {
  if (!service) {
    reach.warnings.push(`hostname "${host}" not found`);
    reach.usable = false;
    return;
  }
  if (!hasEndpoints) {
    reach.warnings.push(`no instances found for hostname "${host}"`);
    return;
  }
  const served = service.spec.ports?.map(({ port }) => port) ?? [];
  for (const port of ports.filter(p => !served.includes(p))) {
    reach.warnings.push(`port ${port} not found for hostname "${host}"`);
    reach.usable = false;
  }
  const reached = ports.filter(port => served.includes(port));
  if (reached.length === 0) return;
  reach.internal.push(...reached.map(port => `${host}:${port}`));
  if (service.spec.clusterIP) reach.internalIps.push(service.spec.clusterIP);
  const external = externalAddresses(service);
  reach.external.push(...external);
  if (external.length === 0 && service.spec.type === 'LoadBalancer') {
    reach.warnings.push(`address pending for hostname "${host}"`);
    reach.pending.push(host);
  }
}

function externalAddresses(service: Service): string[] {
  const status = service.status as
    | { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } }
    | undefined;
  const ingress = status?.loadBalancer?.ingress ?? [];
  return ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
}

function addressesOf(reach: Reach, info: ClassInfo): GatewayAddress[] {
  const hosts = [
    ...new Set(reach.internal.map(hostPort => hostPort.replace(/:\d+$/, ''))),
  ].filter(host => !reach.pending.includes(host));
  const ips = info.addressType === 'Hostname' ? [] : reach.internalIps;
  const addresses =
    reach.external.length > 0 ? reach.external : [...ips, ...hosts];
  return addresses.map(value => ({
    type: /^[\d.]+$/.test(value) ? 'IPAddress' : 'Hostname',
    value,
  }));
}

function programmed(
  { internal, warnings, usable }: Reach,
  services: readonly GatewayService[],
): Verdict {
  const type = 'Programmed';
  const failed = 'Failed to assign to any requested addresses';
  if (services.length === 0) return fails(type, 'UnsupportedAddress', failed);
  const assigned = `assigned to service(s) ${joined(internal)}`;
  if (warnings.length === 0)
    return holds(
      type,
      'Programmed',
      internal.length > 0
        ? `Resource programmed, ${assigned}`
        : 'Resource programmed',
    );
  const why = warnings.join('; ');
  return fails(
    type,
    usable ? 'AddressNotAssigned' : 'AddressNotUsable',
    internal.length > 0
      ? `A${assigned.slice(
          1,
        )}, but failed to assign to all requested addresses: ${why}`
      : `${failed}: ${why}`,
  );
}

/** `a`, `a and b`, `a, b, and c` */
function joined(items: readonly string[]): string {
  const last = items[items.length - 1] ?? '';
  if (items.length < 3) return items.join(' and ');
  return `${items.slice(0, -1).join(', ')}, and ${last}`;
}
