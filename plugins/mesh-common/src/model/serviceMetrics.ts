import { z } from 'zod';
import {
  clusterSetSchema,
  clusterSummarySchema,
  healthSchema,
} from './cluster';
import {
  budgetWindowSchema,
  errorSeriesSchema,
  goldenSchema,
  metricSeriesSchema,
  objectivesSchema,
} from './golden';
import { changeSchema, verdictSchema } from './graph';
import { sourceSchema } from './source';
import { textSchema } from './text';

export const toolLinkSchema = z.object({
  tool: z.enum([
    'grafana',
    'kiali',
    'hubbleUi',
    'jaeger',
    'tempo',
    'linkerdViz',
    'consulUi',
    'prometheus',
  ]),
  cluster: z.string(),
  /**
   * Address with the chosen time to be filled in: `{fromMs}`, `{toMs}`, `{fromMicros}`,
   * `{toMicros}`, `{durationSeconds}`.
   */
  url: z.string(),
});

/** The same service in another tool. */
export type ToolLink = z.infer<typeof toolLinkSchema>;

export const serviceQueriesSchema = z.object({
  cluster: z.string(),
  mesh: z.string(),
  /** Address of the store for people; empty where none is configured. */
  store: z.string(),
  requestRate: z.string().optional(),
  successRatio: z.string().optional(),
  latency: z.string().optional(),
  tcp: z.string().optional(),
});

/** PromQL of the numbers of one instance, to paste into its store. */
export type ServiceQueries = z.infer<typeof serviceQueriesSchema>;

export const serviceMetricsSchema = z.object({
  set: z.string(),
  namespace: z.string(),
  name: z.string(),
  health: healthSchema,
  healthReasons: z.array(textSchema),
  objectives: objectivesSchema,
  golden: goldenSchema,
  /** As they are now; of a moment of the past (`at`) none, and no budget. */
  instances: z.array(z.object({ cluster: z.string(), golden: goldenSchema })),
  /** Of 1, 6 and 24 hours; what is not known yet is left out. */
  budget: z.array(budgetWindowSchema),
  /** Of every line in the answer; the first is that of the whole service. */
  series: z.array(metricSeriesSchema),
  /**
   * Errors of the whole service by reason, the most frequent first. Absent for windows
   * longer than an hour and for those of the past, as stores are not asked for reasons, and
   * where nobody counts requests.
   */
  errorsBy: z.array(errorSeriesSchema).optional(),
  verdict: verdictSchema.optional(),
  queries: z.array(serviceQueriesSchema),
  links: z.array(toolLinkSchema),
});

/** Golden metrics of one service of one set. */
export type ServiceMetrics = z.infer<typeof serviceMetricsSchema>;

export const metricsAnswerSchema = z.object({
  /** Seconds that each number is counted over. */
  windowSeconds: z.number(),
  stepSeconds: z.number(),
  /** Unix seconds, one per number of every series, oldest first. */
  times: z.array(z.number()),
  services: z.array(serviceMetricsSchema),
  /** Services that the caller may not see. */
  hidden: z.number(),
  changes: z.array(changeSchema),
  /** What is missing and why: a store that fails, one that answers twice, ... */
  notes: z.array(textSchema),
  /** YAML to add where no store is configured. */
  setup: z.string().optional(),
  sets: z.array(clusterSetSchema),
  clusters: z.array(clusterSummarySchema),
  sources: z.array(sourceSchema),
});

/** Series and budgets of the services of an entity, or of one service. */
export type MetricsAnswer = z.infer<typeof metricsAnswerSchema>;
