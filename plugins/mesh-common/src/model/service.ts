import { z } from 'zod';
import {
  clusterSetSchema,
  clusterSummarySchema,
  healthSchema,
} from './cluster';
import { exportViewSchema } from './export';
import { goldenSchema, objectivesSchema } from './golden';
import { verdictSchema } from './graph';
import {
  membershipSchema,
  membershipStateSchema,
  postureSchema,
} from './membership';
import { objectRefSchema } from './reference';
import { sourceSchema } from './source';
import { textSchema } from './text';

/** A workload with one membership entry per mesh that has, declares or refuses it. */
export const workloadViewSchema = z.object({
  ref: objectRefSchema,
  membership: z.array(membershipSchema),
  posture: postureSchema,
});

/** {@inheritDoc workloadViewSchema} */
export type WorkloadView = z.infer<typeof workloadViewSchema>;

/**
 * A service in one cluster; pods are summed over its workloads. `namespace` and `name`
 * are those of the Service object there: of a mirror it is named otherwise than the
 * service `of` another cluster that it stands for. An imported one is called as its
 * ServiceImport is; the Service behind it has a hash for a name.
 */
export const serviceInstanceSchema = z.object({
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'mirror', 'federated', 'imported']),
  of: z
    .object({ cluster: z.string(), namespace: z.string(), name: z.string() })
    .optional(),
  /** Where `of` is missing: the name of a cluster that the portal does not know. */
  unresolved: z.string().optional(),
  waypoint: objectRefSchema.optional(),
  workloads: z.array(workloadViewSchema),
  membership: z.array(membershipSchema),
  posture: postureSchema,
  endpoints: z.object({ ready: z.number(), total: z.number() }),
  health: healthSchema,
  /** What stands for others has no traffic of its own: it is counted where it arrives. */
  golden: goldenSchema,
});

/** {@inheritDoc serviceInstanceSchema} */
export type ServiceInstance = z.infer<typeof serviceInstanceSchema>;

/**
 * A service of one cluster set, with an instance per cluster, worst first. Health, traffic
 * and objectives are those of the instances that the caller may see, together.
 */
export const serviceViewSchema = z.object({
  set: z.string(),
  namespace: z.string(),
  name: z.string(),
  instances: z.array(serviceInstanceSchema),
  /** Instances that the caller may not see, where there are some. */
  hiddenInstances: z.number().optional(),
  health: healthSchema,
  /** Why it is not healthy, and what is wrong with the entity's objectives, if so. */
  healthReasons: z.array(textSchema),
  golden: goldenSchema,
  objectives: objectivesSchema,
  /** Where it does badly. */
  verdict: verdictSchema.optional(),
  /** Offered to other clusters by one of its instances. */
  exports: z.array(exportViewSchema),
  entityRefs: z.array(z.string()),
  owners: z.array(z.string()),
});

/** {@inheritDoc serviceViewSchema} */
export type ServiceView = z.infer<typeof serviceViewSchema>;

/** What names the sets and clusters of an answer, in the configured order. */
const placesShape = {
  sets: z.array(clusterSetSchema),
  clusters: z.array(clusterSummarySchema),
  sources: z.array(sourceSchema),
};

/**
 * All that the entity's cards need. `lookedFor` says in words what was searched
 * (a system has what its `parts` have);
 * `workloads` are matching ones without a Service; `hidden` counts matching
 * services that the caller may not read.
 */
export const entityMeshSchema = z.object({
  entityRef: z.string(),
  matchedBy: z.enum([
    'meshport.io/services',
    'kubernetes-label-selector',
    'kubernetes-id',
    'parts',
    'none',
  ]),
  lookedFor: textSchema,
  services: z.array(serviceViewSchema),
  workloads: z.array(workloadViewSchema.extend({ set: z.string() })),
  hidden: z.number(),
  ...placesShape,
});

/** {@inheritDoc entityMeshSchema} */
export type EntityMesh = z.infer<typeof entityMeshSchema>;

/** The answer for one service. */
export const serviceDetailsSchema = z.object({
  service: serviceViewSchema,
  ...placesShape,
});

/** {@inheritDoc serviceDetailsSchema} */
export type ServiceDetails = z.infer<typeof serviceDetailsSchema>;

/**
 * A row of a services list: no YAML, no PromQL. `needs` is the worst reason and its fix.
 */
export const serviceSummarySchema = z.object({
  set: z.string(),
  namespace: z.string(),
  name: z.string(),
  state: membershipStateSchema,
  health: healthSchema,
  golden: goldenSchema,
  /** Where it does badly. */
  verdict: verdictSchema.optional(),
  clusters: z.array(
    z.object({
      cluster: z.string(),
      mesh: z.string(),
      mode: z.string(),
      state: membershipStateSchema,
      enrolled: z.number(),
      total: z.number(),
    }),
  ),
  needs: z
    .object({
      cluster: z.string(),
      code: z.string(),
      text: textSchema,
      fix: textSchema.optional(),
    })
    .optional(),
  entityRefs: z.array(z.string()),
  owners: z.array(z.string()),
});

/** {@inheritDoc serviceSummarySchema} */
export type ServiceSummary = z.infer<typeof serviceSummarySchema>;
