import { z } from 'zod';
import { textSchema } from './text';

export const goldenStateSchema = z.enum([
  'ok',
  'no-traffic',
  'no-data',
  'stale',
  'unavailable',
  'not-configured',
]);

/**
 * What is known of the traffic: `ok`; `no-traffic` (proxies count, and counted nothing in
 * the window); `no-data` (nobody counts this); `stale` (the last numbers, older than a
 * refresh should make them); `unavailable` (the store does not answer); `not-configured`
 * (no metrics store is configured for the cluster).
 */
export type GoldenState = z.infer<typeof goldenStateSchema>;

export const latencySchema = z.object({
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
});

/** Milliseconds, from merged buckets. One beyond the last finite bucket is that bucket's bound. */
export type Latency = z.infer<typeof latencySchema>;

export const errorShareSchema = z.object({
  /** `upstream-unreachable`, `server-error`, `denied`, ...; the page has words for it. */
  reason: z.string(),
  /** 0..1 of all failed requests. */
  share: z.number(),
});

/** What part of the failures has one reason. */
export type ErrorShare = z.infer<typeof errorShareSchema>;

/**
 * Traffic over the last `windowSeconds`, up to `at` (ISO). Numbers are absent where nobody
 * counted them: a service without an L7 proxy has no `requestRate`, no `successRatio` and
 * no `latencyMs`, only `tcp`. `source` is the id of the mesh that counted. `reason` says
 * why something is missing; `query` is the PromQL of the request rate (of connections,
 * where only those are known) for whoever wants to check.
 */
export const goldenSchema = z.object({
  state: goldenStateSchema,
  reason: textSchema.optional(),
  source: z.string().optional(),
  windowSeconds: z.number(),
  at: z.string().optional(),
  query: z.string().optional(),
  /** Requests per second. */
  requestRate: z.number().optional(),
  /** 0..1 */
  successRatio: z.number().optional(),
  latencyMs: latencySchema.optional(),
  tcp: z
    .object({
      connectionsPerSecond: z.number(),
      /** By the server, in the direction of requests. */
      receivedBytesPerSecond: z.number(),
      sentBytesPerSecond: z.number(),
    })
    .optional(),
  errorsBy: z.array(errorShareSchema).optional(),
});

/** {@inheritDoc goldenSchema} */
export type Golden = z.infer<typeof goldenSchema>;

const objective = z.object({
  value: z.number(),
  /** Who chose it: nobody (`default`), the platform's configuration, or the entity. */
  from: z.enum(['default', 'config', 'annotation']),
});

export const objectivesSchema = z.object({
  /** 0..1 */
  successRatio: objective,
  p99Ms: objective,
  crossClusterOverheadMs: objective,
  /** With fewer requests in the window nothing is said about health. */
  minRequests: z.number(),
});

/** What a service is held to. */
export type Objectives = z.infer<typeof objectivesSchema>;

export const budgetWindowSchema = z.object({
  hours: z.number(),
  /** The last hours of the window, which are all that the store has; absent where it has the window. */
  knownHours: z.number().optional(),
  requests: z.number(),
  successRatio: z.number(),
  /** Errors over what the objective allows: 1 spends exactly the budget of the window. */
  burnRate: z.number(),
});

/** What is spent of the error budget in one window that ends now. */
export type BudgetWindow = z.infer<typeof budgetWindowSchema>;

const numbers = z.array(z.number().nullable());

/**
 * Numbers of one line of a chart, one per time of the answer; null where nothing is
 * known. A name is absent where it is never known. Units as in {@link Golden}; latency in
 * milliseconds.
 */
export const seriesPointsSchema = z.object({
  requestRate: numbers.optional(),
  successRatio: numbers.optional(),
  p50Ms: numbers.optional(),
  p95Ms: numbers.optional(),
  p99Ms: numbers.optional(),
  connectionsPerSecond: numbers.optional(),
  receivedBytesPerSecond: numbers.optional(),
  sentBytesPerSecond: numbers.optional(),
});

/** {@inheritDoc seriesPointsSchema} */
export type SeriesPoints = z.infer<typeof seriesPointsSchema>;

export const errorSeriesSchema = z.object({
  /** As in {@link ErrorShare}. */
  reason: z.string(),
  /** Failed requests per second, one per time of the answer; null where nothing is known. */
  points: numbers,
});

/** Errors of one kind over time. */
export type ErrorSeries = z.infer<typeof errorSeriesSchema>;

export const metricSeriesSchema = z.object({
  scope: z.enum(['service', 'instance', 'version', 'route']),
  cluster: z.string().optional(),
  version: z.string().optional(),
  route: z.string().optional(),
  points: seriesPointsSchema,
});

/**
 * A line of a chart: of the service over all clusters of its set, of its instance in one
 * `cluster`, of one `version` there, or of one `route`.
 */
export type MetricSeries = z.infer<typeof metricSeriesSchema>;
