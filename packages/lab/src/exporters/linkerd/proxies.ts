import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { LabelSelector, Service } from '../../controllers/objects.ts';
import { selects } from '../../controllers/selectors.ts';
import type { CallEnd, CallShape, Hop } from '../../traffic/Call.ts';
import {
  clientMs,
  middleMs,
  serverMs,
  type Amount,
  type Count,
  type CountedShape,
  type Labels,
} from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import type { PodFacts } from '../PodFacts.ts';
import {
  endpointLabels,
  endpointOwner,
  gatewayEndpoint,
  identityOf,
  linkerdTarget,
  tlsLabels,
} from './labels.ts';
import { httpCounts, tcpCounts, type ProxyView } from './metrics.ts';
import { routeCounts } from './routes.ts';

const GATEWAY_PORT = 4143;

function counts(shape: CountedShape, seen: ProxyView): Count[] {
  const requests = shape.protocol === 'tcp' ? [] : httpCounts(shape, seen);
  return [...requests, ...tcpCounts(shape, seen)];
}

function address(ip: string, port: number): Labels {
  return {
    target_addr: `${ip}:${port}`,
    target_ip: ip,
    target_port: String(port),
  };
}

/** The port of the pod behind a port of the Service, where that is a number. */
function targetPort({ service, to }: CallShape, view: FleetView): number {
  if (!service || !to) return service?.port ?? 0;
  const { namespace, name, port } = service;
  const found = view
    .list<Service>(service.cluster, 'services', { namespace })
    .find(one => one.metadata.name === name);
  const target = found?.spec.ports?.find(one => one.port === port)?.targetPort;
  return typeof target === 'number' ? target : port;
}

interface PolicyServer extends KubeObject {
  spec: { podSelector?: LabelSelector };
}

/** What lets a client in: a Server that selects the pod, else the pod's default. */
function policyLabels(pod: PodFacts, view: FleetView): Labels {
  const { cluster, namespace } = pod;
  const server = view
    .list<PolicyServer>(cluster, 'servers.policy.linkerd.io', { namespace })
    .find(({ spec }) => selects(spec.podSelector, pod.labels));
  if (server) {
    return {
      srv_group: 'policy.linkerd.io',
      srv_kind: 'server',
      srv_name: server.metadata.name,
    };
  }
  const policy =
    pod.annotations['config.linkerd.io/default-inbound-policy'] ??
    'all-unauthenticated';
  return { srv_kind: 'default', srv_name: policy };
}

/** A server's proxy; `identity` is that of who connected, be it a gateway. */
function inbound(
  shape: CountedShape,
  parts: {
    pod: PodFacts;
    identity: string | undefined;
    port: number;
    latency: Amount;
    view: FleetView;
  },
): Count[] {
  const { pod, identity, port, latency, view } = parts;
  const labels = {
    ...tlsLabels('client_id', identity),
    ...address(pod.ip, port),
    ...policyLabels(pod, view),
    srv_port: String(port),
  };
  const target = linkerdTarget(pod);
  return counts(shape, { target, direction: 'inbound', labels, latency });
}

function authorityOf({ service, externalHost }: CallShape): string | undefined {
  return service
    ? `${service.name}.${service.namespace}.svc.cluster.local:${service.port}`
    : externalHost;
}

function identityOfPod(
  end: Pick<CallEnd, 'cluster' | 'namespace' | 'pod' | 'serviceAccount'>,
  view: FleetView,
): string | undefined {
  const pod = view.pod(end);
  return pod?.isLinkerd
    ? identityOf(end, pod.labels['linkerd.io/control-plane-ns'])
    : undefined;
}

/** The endpoint that the client's proxy chose: a pod, or the gateway of the other cluster. */
function chosenEndpoint(
  shape: CountedShape,
  parts: { gateway?: PodFacts; view: FleetView },
): Labels {
  const { gateway, view } = parts;
  const { to, externalHost } = shape;
  if (gateway) {
    return {
      ...tlsLabels('server_id', identityOf(gateway)),
      ...address(gateway.ip, GATEWAY_PORT),
      ...gatewayEndpoint(shape, view),
    };
  }
  if (!to) return { ...tlsLabels('server_id', undefined), dst: externalHost };
  return {
    ...tlsLabels('server_id', shape.mtls ? identityOfPod(to, view) : undefined),
    ...address(to.podIp, targetPort(shape, view)),
    ...endpointLabels(shape, view),
  };
}

function outbound(
  shape: CountedShape,
  parts: { pod: PodFacts; gateway?: PodFacts; view: FleetView },
): Count[] {
  const { pod, gateway, view } = parts;
  const target = linkerdTarget(pod);
  const arrived = shape.to !== undefined || shape.externalHost !== undefined;
  const isHttp = shape.protocol !== 'tcp';
  const routes = isHttp ? routeCounts(shape, { target, view, arrived }) : [];
  // Only endpoints have these series: what found none is counted by route alone.
  if (!arrived) return routes;
  const labels = {
    authority: isHttp ? authorityOf(shape) : undefined,
    ...chosenEndpoint(shape, { gateway, view }),
  };
  const seen = {
    target,
    direction: 'outbound',
    labels,
    latency: clientMs,
  } as const;
  return [...counts(shape, seen), ...routes];
}

/** A gateway is a server to the client and a client to the server. */
function throughGateway(
  shape: CountedShape,
  parts: { pod: PodFacts; view: FleetView },
): Count[] {
  const { pod, view } = parts;
  const { from, to } = shape;
  const identity = from && identityOfPod(from, view);
  const came = inbound(shape, {
    pod,
    identity,
    port: GATEWAY_PORT,
    latency: middleMs,
    view,
  });
  if (!to) return came;
  const service = endpointOwner(shape, view);
  // To the gateway the server is one of its own cluster.
  const near: CountedShape = {
    ...shape,
    service: service && {
      ...service,
      cluster: to.cluster,
      port: shape.service?.port ?? 0,
    },
  };
  const labels = {
    authority: shape.protocol === 'tcp' ? undefined : authorityOf(near),
    ...tlsLabels('server_id', identityOfPod(to, view)),
    ...address(to.podIp, targetPort(near, view)),
    ...endpointLabels(near, view),
  };
  const target = linkerdTarget(pod);
  const went = counts(shape, {
    target,
    direction: 'outbound',
    labels,
    latency: middleMs,
  });
  return [...came, ...went];
}

function gatewayOf(shape: CountedShape, view: FleetView): PodFacts | undefined {
  const hop: Hop | undefined = shape.via.find(
    one => one.kind === 'linkerd-gateway',
  );
  const pod = hop && view.pod(hop);
  return pod?.isLinkerd ? pod : undefined;
}

/** What the proxies of Linkerd count of such a call. */
export function countedByLinkerd(
  shape: CountedShape,
  view: FleetView,
): Count[] {
  const { from, to } = shape;
  const client = from && view.pod(from);
  const server = to && view.pod(to);
  const gateway = gatewayOf(shape, view);
  const result: Count[] = [];
  if (client?.isLinkerd)
    result.push(...outbound(shape, { pod: client, gateway, view }));
  if (gateway) result.push(...throughGateway(shape, { pod: gateway, view }));
  if (to && server?.isLinkerd) {
    const clientIdentity = from && identityOfPod(from, view);
    const peer = gateway ? identityOf(gateway) : clientIdentity;
    result.push(
      ...inbound(shape, {
        pod: server,
        identity: shape.mtls ? peer : undefined,
        port: targetPort(shape, view),
        latency: serverMs,
        view,
      }),
    );
  }
  return result;
}
