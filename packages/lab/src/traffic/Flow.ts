/** Part of the full rate at the beginning of each of the 24 hours of a day, UTC. */
export type DayShape = readonly number[];

/** Where calls begin that no other call causes. */
export interface Origin {
  cluster: string;
  /** Calls per second at the height of the day. */
  rate: number;
  shape?: DayShape;
  /** How long before the lab's start the calls end, in milliseconds. */
  until?: number;
  /** Who calls: pods of a workload ... */
  workload?: { namespace: string; name: string };
  /** ... or somebody outside of all clusters. */
  outside?: string;
}

export type Target =
  | { kind: 'service'; namespace: string; name: string; port: number }
  | { kind: 'external'; host: string; port: number };

/** Calls of one kind from one caller (or from whoever handles the calls that cause them) to one callee. */
export interface Flow {
  id: string;
  origin?: Origin;
  target: Target;
  protocol: 'http' | 'grpc' | 'tcp';
  /** Milliseconds after which the caller gives up. */
  timeout: number;
  routes: readonly Route[];
}

export interface Route {
  method?: string;
  path?: string;
  /** How often it is taken, relative to the other routes. */
  share: number;
  /** What the server takes itself: the median, in milliseconds. */
  ms: number;
  /** The 99th percentile as a multiple of the median. */
  tail: number;
  /** 0..1: part of the requests that the server fails for reasons of its own. */
  failures: number;
  /** Of HTTP, when all goes well. */
  status: number;
  requestBytes: number;
  responseBytes: number;
  calls: readonly NestedCall[];
}

/** A call that is made while another one is handled. */
export interface NestedCall {
  flow: Flow;
  /** Left out: any of the flow's routes, by their shares. */
  route?: Route;
  /** 0..1: how often. */
  share: number;
  /** When it fails, so does the call that it was made for. */
  required: boolean;
  /** Only pods in this cluster make it. */
  cluster?: string;
}

export interface ServiceName {
  cluster: string;
  namespace: string;
  name: string;
}

/** Which pods of a Service get which part of its calls; without one all get the same. */
export interface Split {
  service: ServiceName;
  label: string;
  parts: readonly { value: string; share: number }[];
}

/** A time at which a Service does worse, by itself. */
export interface Incident {
  service: ServiceName;
  /** Milliseconds before the lab's start at which it begins ... */
  ago?: number;
  /** ... or the minute of every hour. */
  minute?: number;
  /** Milliseconds. */
  lasts: number;
  /** Factor of what the server takes. */
  slower: number;
  /** 0..1: requests that fail besides. */
  failures: number;
}

/** What the way between two clusters adds, there and back, in milliseconds. */
export interface Distance {
  between: readonly [string, string];
  ms: number;
}

/** The content of `world/traffic.yaml`. */
export interface TrafficPlan {
  seed: string;
  flows: readonly Flow[];
  splits: readonly Split[];
  incidents: readonly Incident[];
  distances: readonly Distance[];
}
