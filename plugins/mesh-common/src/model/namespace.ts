import { z } from 'zod';
import { clusterSetSchema, clusterSummarySchema } from './cluster';
import { membershipStateSchema, reasonSchema } from './membership';
import { objectRefSchema } from './reference';
import { sourceSchema } from './source';

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

/**
 * A namespace of one cluster. `asksFor` says which meshes it declares and how; `meshes`
 * what of it is enrolled; pods and workloads are those the caller may see. `ownedBy`
 * says what names the owners.
 */
export const namespaceSummarySchema = z.object({
  set: z.string(),
  cluster: z.string(),
  name: z.string(),
  owners: z.array(z.string()),
  ownedBy: z.enum(['key', 'entities', 'nobody']),
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
  needs: z
    .object({ workload: objectRefSchema, reason: reasonSchema })
    .optional(),
});

/** {@inheritDoc namespaceSummarySchema} */
export type NamespaceSummary = z.infer<typeof namespaceSummarySchema>;

/** One namespace with its workloads, worst first, and who writes them. */
export const namespaceDetailsSchema = z.object({
  namespace: namespaceSummarySchema,
  workloads: z.array(
    z.object({
      ref: objectRefSchema,
      state: membershipStateSchema,
      meshes: z.array(
        z.object({
          mesh: z.string(),
          mode: z.string(),
          state: membershipStateSchema,
          enrolled: z.number(),
          total: z.number(),
          reasons: z.array(reasonSchema),
        }),
      ),
      writer: writerSchema,
    }),
  ),
  entityRefs: z.array(z.string()),
  sets: z.array(clusterSetSchema),
  clusters: z.array(clusterSummarySchema),
  sources: z.array(sourceSchema),
});

/** {@inheritDoc namespaceDetailsSchema} */
export type NamespaceDetails = z.infer<typeof namespaceDetailsSchema>;
