import { z } from 'zod';
import { clusterSetSchema, clusterSummarySchema } from './cluster';
import { membershipStateSchema } from './membership';
import { objectRefSchema } from './reference';
import { workloadViewSchema } from './service';
import { sourceSchema } from './source';
import { textSchema } from './text';

/** What writes an object; `unknown` where nothing tells. */
export const writerSchema = z.object({
  kind: z.enum([
    'flux-kustomization',
    'flux-helm-release',
    'argo-cd-application',
    'helm',
    'operator',
    'person',
    'unknown',
  ]),
  /** Of the Kustomization, release, application or operator; the field manager else. */
  name: z.string().optional(),
  namespace: z.string().optional(),
});

/** Who keeps an object as it is: a change made elsewhere would be undone by it. */
export type Writer = z.infer<typeof writerSchema>;

export const ownedBySchema = z.enum(['key', 'entities', 'nobody']);

/**
 * What names the owners of a namespace: the annotation or label that is configured as
 * the ownership key, else the catalog entities that have something in it, else nothing.
 */
export type OwnedBy = z.infer<typeof ownedBySchema>;

/**
 * A namespace of one cluster. `asksFor` says which meshes it declares and how; `meshes`
 * what of it is enrolled. Services, workloads and pods are those that the caller may
 * see, and so are `state`, `meshes` and `needs`. `writer` is who keeps the namespace
 * itself as it is. `owners` are entity refs.
 */
export const namespaceSummarySchema = z.object({
  set: z.string(),
  cluster: z.string(),
  name: z.string(),
  owners: z.array(z.string()),
  ownedBy: ownedBySchema,
  terminating: z.boolean(),
  asksFor: z.array(z.object({ mesh: z.string(), mode: z.string() })),
  meshes: z.array(
    z.object({
      mesh: z.string(),
      mode: z.string(),
      enrolled: z.number(),
      total: z.number(),
    }),
  ),
  state: membershipStateSchema,
  services: z.number(),
  workloads: z.number(),
  pods: z.number(),
  writer: writerSchema,
  /** The worst reason that somebody should act on, and the workload it is about. */
  needs: z
    .object({
      workload: objectRefSchema,
      code: z.string(),
      text: textSchema,
      fix: textSchema.optional(),
    })
    .optional(),
});

/** {@inheritDoc namespaceSummarySchema} */
export type NamespaceSummary = z.infer<typeof namespaceSummarySchema>;

/** A workload with its state over all meshes, and who writes it. */
export const namespaceWorkloadSchema = workloadViewSchema.extend({
  state: membershipStateSchema,
  pods: z.number(),
  writer: writerSchema,
});

/** {@inheritDoc namespaceWorkloadSchema} */
export type NamespaceWorkload = z.infer<typeof namespaceWorkloadSchema>;

/**
 * One namespace with its workloads, worst first, and the services that stand in it, by
 * their identity in the cluster set. `entityRefs` are entities that have one of these.
 */
export const namespaceDetailsSchema = z.object({
  namespace: namespaceSummarySchema,
  workloads: z.array(namespaceWorkloadSchema),
  services: z.array(
    z.object({
      set: z.string(),
      namespace: z.string(),
      name: z.string(),
      state: membershipStateSchema,
    }),
  ),
  entityRefs: z.array(z.string()),
  sets: z.array(clusterSetSchema),
  clusters: z.array(clusterSummarySchema),
  sources: z.array(sourceSchema),
});

/** {@inheritDoc namespaceDetailsSchema} */
export type NamespaceDetails = z.infer<typeof namespaceDetailsSchema>;
