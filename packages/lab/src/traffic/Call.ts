/** A pod as one end of a call, as the object was when the call was made. */
export interface CallEnd {
  readonly cluster: string;
  readonly namespace: string;
  /** The object that the pod belongs to in the end: a Deployment, not its ReplicaSet. */
  readonly workload: string;
  /** Of the workload: `Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `CronJob`, `Pod`. */
  readonly kind: string;
  readonly pod: string;
  readonly podIp: string;
  readonly node: string;
  readonly serviceAccount: string;
  /** Of the pod. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The Service that the client asked for, in the CLIENT's cluster: it may be a mirror, or stand for several clusters. */
interface AddressedService {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** A proxy between the ends that has a pod of its own. */
export interface Hop {
  readonly kind: 'waypoint' | 'east-west' | 'mesh-gateway' | 'linkerd-gateway';
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly pod: string;
}

/** What many calls have in common. */
export interface CallShape {
  /** Id in `world/traffic.yaml`. */
  readonly flow: string;
  /** Without it the call came from outside of all clusters, from `externalCaller`. */
  readonly from?: CallEnd;
  readonly externalCaller?: string;
  /** Without it the call reached no server, or one outside of all clusters, `externalHost`. */
  readonly to?: CallEnd;
  readonly externalHost?: string;
  readonly service?: AddressedService;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  readonly method?: string;
  /** Path with its variable parts named: `/orders/{id}`. */
  readonly route?: string;
  readonly path?: string;
  /** What the client got; 0: no answer. Of TCP 200 for a connection that was made. */
  readonly status: number;
  readonly grpcStatus?: number;
  /**
   * Envoy's response flag, or `-`, also where no Envoy is: `UH` (nothing ready), `UF` (no way there), `UC` (the server
   * closed it), `UT` (too late); ztunnel's `DENY`; `DNS`: the client, which has no proxy, does not know the name.
   */
  readonly flags: string;
  /** A policy refused it. */
  readonly denied?: boolean;
  readonly via: readonly Hop[];
  /** Client and server encrypt it themselves: whoever is between them sees a connection, and no request. */
  readonly tls?: boolean;
  /** The last part of the way, to the server, was encrypted by a mesh. */
  readonly mtls: boolean;
}

/** One request, or of TCP one connection. */
export interface Call extends CallShape {
  readonly id: number;
  /** The call that it was made for. */
  readonly parent?: number;
  /** Milliseconds since the epoch, when the client sent it. */
  readonly at: number;
  /** Until the client had the answer, or gave up. */
  readonly clientMs: number;
  /** What the server took; 0 when it never got it. */
  readonly serverMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** The client had to open a connection for it. */
  readonly newConnection: boolean;
}

/** When proxies count a call: when it has ended. Milliseconds since the epoch. */
export function endOf(call: Pick<Call, 'at' | 'clientMs'>): number {
  return call.at + call.clientMs;
}
