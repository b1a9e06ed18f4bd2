import type { Membership, Text } from '@meshport/plugin-mesh-common';

/** Labels and value of one sample of an instant vector. NaN and infinities may occur. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /**
   * Of a native histogram: bounds with counts per second, not cumulative. Empty buckets
   * are left out, so that the lower bound is not always the upper one of the one before.
   */
  readonly buckets?: readonly (readonly [
    upper: number,
    count: number,
    lower: number,
  ])[];
}

/** A label matcher. Values are never put into PromQL by hand. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** What a query has to keep to, chosen for the store that is asked. */
export interface QueryScope {
  /** Seconds that rates are counted over. */
  readonly windowSeconds: number;
  /** Label that names the cluster; undefined where the store is of one cluster alone. */
  readonly clusterLabel?: string;
  /** To be added to every selector: configured ones, and those of a split. */
  readonly matchers: readonly Matcher[];
  /** The store has native histograms instead of `_bucket` series for the metric. */
  isNative(metric: string): boolean;
  /** It has `_bucket` series of some proxies and native histograms of others, or of the same. */
  hasBothForms?(metric: string): boolean;
}

/** One end of calls, as the proxies name it. What is unknown is left out. */
export interface Peer {
  /** The portal's name of the cluster, where it is known. */
  readonly cluster?: string;
  /** The name that the mesh gives the cluster, where the portal has none for it. */
  readonly alias?: string;
  readonly namespace?: string;
  readonly workload?: string;
  /** The Service that was called, of the same namespace; of a caller never known. */
  readonly service?: string;
  /** Value of the label `app` and its kin: all that some know of a remote end. */
  readonly app?: string;
  readonly pod?: string;
  readonly version?: string;
  /** Name or address outside of all clusters. */
  readonly host?: string;
  /** Outside of all clusters, by a name that the proxy does not tell. */
  readonly isOutside?: true;
}

/** Quantiles in milliseconds, and the mean. */
export interface ObservedLatency {
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly mean?: number;
}

/**
 * What was counted of calls between two ends, per second. Parts that one query does not
 * know are left out; those of several queries with the same ends are put together.
 */
export interface ObservedCalls {
  readonly requests?: number;
  /** Failed requests by reason: `server-error`, `upstream-unreachable`, ... */
  readonly failures?: Readonly<Record<string, number>>;
  /**
   * Requests answered 403 or PERMISSION_DENIED: by a policy of the mesh or by the server
   * itself, which the proxies do not tell apart. They are no failures; an edge that has
   * most of its requests refused gets them as failures `denied` when they are read.
   */
  readonly refused?: number;
  readonly latency?: ObservedLatency;
  /** Cumulative buckets: upper bounds in milliseconds (last one Infinity), counts per second. */
  readonly buckets?: readonly (readonly [upper: number, count: number])[];
  readonly connections?: number;
  readonly failedConnections?: number;
  readonly receivedBytes?: number;
  readonly sentBytes?: number;
}

/**
 * Calls as one kind of proxy saw them. `inbound` are all calls to `to`, whoever made
 * them (`from` is empty); `edge` those from one end to the other.
 */
export interface Observation {
  readonly kind: 'inbound' | 'edge' | 'route';
  /** Who counted: the client's proxy, the server's, or an L7 proxy between them. */
  readonly reporter: 'source' | 'destination' | 'waypoint';
  readonly protocol: 'http' | 'grpc' | 'tcp';
  readonly from: Peer;
  readonly to: Peer;
  /** Of `route`: its name. */
  readonly route?: string;
  readonly mtls?: boolean | 'mixed';
  /** `from` passes on what a client elsewhere has counted already. */
  readonly isPassedOn?: true;
  readonly calls: ObservedCalls;
}

/** What reading samples needs to know of the store they came from. */
export interface SampleContext {
  /** Label that names the cluster; undefined where the store is of one cluster alone. */
  readonly clusterLabel?: string;
  /** Cluster of a sample: from the cluster label, or the store's only one. */
  clusterOf(labels: Readonly<Record<string, string>>): string | undefined;
  /** The portal's name for what a mesh calls a cluster; undefined where it is unknown. */
  resolve(system: string, alias: string): string | undefined;
  /** Counts a sample that cannot be used: not a number, negative, without its labels. */
  skip(): void;
}

/** One grouped query for all services of a store. */
export interface MetricQuery {
  /** `<mesh>-<what>`, in logs and sentences. */
  readonly id: string;
  /**
   * Metric that it is about: without any series of it the query is left out. Of a
   * histogram the name without `_bucket`.
   */
  readonly metric: string;
  /** Label with a namespace in every sample, by which an answer too large is asked in parts. */
  readonly splitLabel?: string;
  /** Numbers of services are whole without it: it counts calls between two ends, or of routes. */
  readonly onlyForEdges?: true;
  expression(scope: QueryScope): string;
  read(
    samples: Iterable<MetricSample>,
    context: SampleContext,
  ): Iterable<Observation>;
}

/** What one line of a {@link SeriesQuery} is about. */
export interface SeriesSubject {
  readonly measure:
    | 'requests'
    | 'failures'
    | 'connections'
    | 'p50'
    | 'p95'
    | 'p99';
  readonly reporter: Observation['reporter'];
  readonly protocol: Observation['protocol'];
  readonly to: Peer;
}

/** A grouped query for all services of a store, to be asked over a range of time. */
export interface SeriesQuery {
  readonly id: string;
  readonly metric: string;
  readonly splitLabel?: string;
  expression(scope: QueryScope): string;
  /** Undefined for a line that cannot be used. */
  subject(
    labels: Readonly<Record<string, string>>,
    context: SampleContext,
  ): SeriesSubject | undefined;
}

/** The service (in one cluster) that a query for people or for a chart is about. */
export interface MetricTarget {
  readonly cluster: string;
  /** Names that meshes give the cluster, by system. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly namespace: string;
  readonly service: string;
  /** Names of the workloads behind it, by kind (`Deployment`). */
  readonly workloads: readonly {
    readonly kind: string;
    readonly name: string;
  }[];
  readonly waypoint: boolean;
}

/** PromQL for one service; absent where the mesh does not count that. */
export interface TargetQueries {
  /** Requests per second. */
  readonly requestRate?: string;
  /** Failed requests per second; empty where none failed. */
  readonly failureRate?: string;
  /** 0..1 for people; empty without traffic. */
  readonly successRatio?: string;
  /** Milliseconds. */
  quantile?(q: number): string;
  /** Requests per second by the label `version`. */
  readonly requestRateByVersion?: string;
  readonly failureRateByVersion?: string;
  readonly connectionRate?: string;
  readonly receivedByteRate?: string;
  readonly sentByteRate?: string;
}

/** What tells a gateway that passes on calls which others made from those where calls come in. */
export interface GatewayMark {
  /** Of its pods. */
  readonly label: string;
  readonly value: string;
  /** Stands before servers of its own cluster, or between clusters. */
  readonly passesOn: 'waypoint' | 'between-clusters';
}

/** What is known of a service of which nobody counts requests. */
export interface WithoutRequests {
  readonly namespace: string;
  /** In the mesh that counts its connections; absent where the mesh does not have its pods. */
  readonly membership?: Membership;
}

/** What the proxies of a mesh count, as PromQL, and how they name it; pure. */
export interface MetricQueries {
  /** Asked at every refresh. */
  readonly queries: readonly MetricQuery[];
  /** Inbound requests and failures alone, for windows of hours (error budgets). */
  readonly totals: readonly MetricQuery[];
  /** Inbound numbers over the last hour, for the start. */
  readonly series: readonly SeriesQuery[];
  forService(target: MetricTarget, scope: QueryScope): TargetQueries;
  /**
   * Of the workloads of mode `gateway`: those that are no callers by themselves. They are
   * folded, so that callers and callees of several clusters are joined.
   */
  readonly gateways?: readonly GatewayMark[];
  /** Label of the pods of gateways by which series call these, besides `app` and its kin. */
  readonly gatewayNameLabel?: string;
  /** Series name services by their name alone, or with a namespace that is not one of Kubernetes. */
  readonly namesAreEnough?: true;
  /**
   * Why connections of a service are counted and no requests, in this mesh's words.
   * Without them, or where they are undefined, it is said that only connections are known.
   */
  withoutRequests?(service: WithoutRequests): Text | undefined;
}
