import type { ClusterView } from '../ClusterView.ts';
import type { Place } from '../Place.ts';

/** A call at the door of a server. */
export interface Access {
  /** Undefined where it comes from outside of all clusters. */
  client?: Place;
  /** What Consul calls the client: the Service that it is behind. */
  clientService: string;
  server: Place;
  /** The server's cluster. */
  view: ClusterView;
  service: { namespace: string; name: string };
  port: number;
  /** The port by all names that policies may use. */
  ports: readonly (string | number)[];
  protocol: 'http' | 'grpc' | 'tcp';
  method?: string;
  path?: string;
  /** The server's mesh knows for certain who calls. */
  mtls: boolean;
  /** The waypoint that it has come through: for the server, that one is the caller. */
  waypoint?: Place;
}

/**
 * Why a call goes no further: `denied` by a policy, which the client is told if the door speaks its protocol (`l7`);
 * `refused`: the connection is closed, because it is not encrypted.
 */
export interface Refusal {
  kind: 'denied' | 'refused';
  l7: boolean;
  /** It was the waypoint's door, so the server never heard of it. */
  atWaypoint?: boolean;
}

export const DENIED_L7: Refusal = { kind: 'denied', l7: true };
export const DENIED_L4: Refusal = { kind: 'denied', l7: false };
export const REFUSED: Refusal = { kind: 'refused', l7: false };
export const DENIED_AT_WAYPOINT: Refusal = { ...DENIED_L7, atWaypoint: true };
