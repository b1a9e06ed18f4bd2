import { z } from 'zod';
import {
  clusterSetSchema,
  clusterSummarySchema,
  healthSchema,
} from './cluster';
import { goldenSchema } from './golden';
import { objectRefSchema } from './reference';
import { sourceSchema } from './source';
import { textSchema } from './text';

export const graphNodeSchema = z.object({
  /** Stable over refreshes; says nothing by itself. */
  id: z.string(),
  kind: z.enum([
    'service',
    'workload',
    'gateway',
    'external',
    'unknown',
    'hidden',
  ]),
  set: z.string().optional(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  /** Of an external one the host; of a hidden one, and of an unknown caller, absent. */
  name: z.string().optional(),
  /** Catalog entity, the first where there are several. */
  entityRef: z.string().optional(),
  mesh: z.string().optional(),
  health: healthSchema,
});

/**
 * One end of calls: a service in one cluster (without `cluster` where it is not known which
 * of them answers), a workload that no Service selects, a gateway, something outside of all
 * clusters, something that no proxy could name (`unknown`), or something that the caller may
 * not see (`hidden`).
 */
export type GraphNode = z.infer<typeof graphNodeSchema>;

export const edgeSchema = z.object({
  /** Stable over refreshes. */
  id: z.string(),
  /** Ids of nodes. */
  from: z.string(),
  to: z.string(),
  protocol: z.enum(['http', 'grpc', 'tcp']),
  crossCluster: z.boolean(),
  mtls: z.union([z.boolean(), z.literal('mixed'), z.literal('unknown')]),
  golden: goldenSchema,
  /** What the way between the clusters adds, in milliseconds on average. */
  crossClusterOverheadMs: z.number().optional(),
  /** Ids of meshes that saw the calls. */
  evidence: z.array(z.string()),
  /** Gateways that the calls pass, as ids of nodes that may be in no edge. */
  via: z.array(z.string()).optional(),
  drift: z.enum(['undeclared', 'silent']).optional(),
  health: healthSchema,
});

/** Calls from one node to another; seen by several proxies or meshes they are one edge. */
export type Edge = z.infer<typeof edgeSchema>;

export const driftSchema = z.object({
  kind: z.enum(['undeclared', 'silent']),
  /** The edge, where calls were seen. */
  edge: z.string().optional(),
  entityRef: z.string(),
  dependsOn: z.string(),
  text: textSchema,
  /** YAML to merge into the entity's file, for an undeclared one. */
  manifest: z.string().optional(),
  /** Where the entity's file is, as the catalog says. */
  location: z.string().optional(),
});

/**
 * Where calls and catalog differ: calls that no `dependsOn` or `consumesApis` of
 * `entityRef` declares, or a declared dependency without any calls.
 */
export type Drift = z.infer<typeof driftSchema>;

export const changeSchema = z.object({
  /** ISO */
  at: z.string(),
  kind: z.enum(['rollout', 'scaled', 'created', 'changed', 'deleted']),
  object: objectRefSchema,
  text: textSchema,
  /** Who wrote it: a field manager or a GitOps object, where known. */
  writer: z.string().optional(),
});

/** Something that was changed in a cluster and may explain a number. */
export type Change = z.infer<typeof changeSchema>;

export const verdictSchema = z.object({
  /**
   * `fine`: nothing is wrong; `mine`: the errors arise in the service itself; `theirs`:
   * most come from one service that it calls; `callers`: they never reached it;
   * `unclear`: no single place has most of them.
   */
  place: z.enum(['fine', 'mine', 'theirs', 'callers', 'unclear']),
  text: textSchema,
  /** ISO; since when the service is not healthy. */
  since: z.string().optional(),
  /**
   * 0..1 of the service's errors (requests that it answered badly, and calls that never
   * reached it) that the place explains.
   */
  share: z.number().optional(),
  /** Where edges do not tell the share exactly: it is at least, or at most, that. */
  bound: z.enum(['least', 'most']).optional(),
  /** The edge that it names, and the kind of failure there. */
  edge: z.string().optional(),
  reason: z.string().optional(),
});

/** "Is it me?", for one service of one set, from its edges. */
export type Verdict = z.infer<typeof verdictSchema>;

/** What every answer with edges has. */
const graphShape = {
  /** Seconds that rates are counted over. */
  windowSeconds: z.number(),
  /** ISO; the end of the window. Absent while no store has answered. */
  at: z.string().optional(),
  nodes: z.array(graphNodeSchema),
  edges: z.array(edgeSchema),
  /** Nodes and edges that there are, where not all of them are listed. */
  truncated: z.object({ nodes: z.number(), edges: z.number() }).optional(),
  /** What could not be asked, by store; empty when all answered. */
  notes: z.array(textSchema),
  sets: z.array(clusterSetSchema),
  clusters: z.array(clusterSummarySchema),
  sources: z.array(sourceSchema),
};

export const graphSchema = z.object(graphShape);

/** Who calls whom; the heaviest and the worst first where not all fit. */
export type Graph = z.infer<typeof graphSchema>;

export const dependenciesSchema = z.object({
  ...graphShape,
  /** The nodes that were asked for. */
  focus: z.array(z.string()),
  /** Nodes by how many calls they are away: negative for callers, 0 for the focus. */
  distance: z.record(z.string(), z.number()),
  drift: z.array(driftSchema),
  /** One per service of the focus. */
  verdicts: z.array(
    verdictSchema.extend({
      set: z.string(),
      namespace: z.string(),
      name: z.string(),
    }),
  ),
  changes: z.array(changeSchema),
});

/** Callers and callees of the services of an entity, or of one service. */
export type Dependencies = z.infer<typeof dependenciesSchema>;
