import { z } from 'zod';
import { reasonSchema } from './membership';
import { objectRefSchema } from './reference';
import { sourceSchema } from './source';

export const healthSchema = z.enum([
  'healthy',
  'degraded',
  'failing',
  'idle',
  'unknown',
]);

/** Health of a control plane or a service. */
export type Health = z.infer<typeof healthSchema>;

/**
 * One mesh installed in one cluster. `revisions[].tags` are the names that point to
 * the revision; `features` say what is on, with the objects that prove it.
 */
export const meshInstallationSchema = z.object({
  mesh: z.string(),
  modes: z.array(z.string()),
  versions: z.array(z.string()),
  health: healthSchema,
  reasons: z.array(reasonSchema),
  revisions: z.array(
    z.object({
      name: z.string(),
      version: z.string().optional(),
      tags: z.array(z.string()),
      health: healthSchema,
    }),
  ),
  features: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['on', 'off', 'degraded', 'deprecated', 'unknown']),
      evidence: z.array(objectRefSchema),
    }),
  ),
  trustDomain: z.string().optional(),
  meshId: z.string().optional(),
  network: z.string().optional(),
});

/** {@inheritDoc meshInstallationSchema} */
export type MeshInstallation = z.infer<typeof meshInstallationSchema>;

export const clusterStatusSchema = z.enum([
  'live',
  'syncing',
  'stale',
  'unreachable',
  'forbidden',
  'unsupported',
]);

/** How current what is known of a cluster is; the worst of its parts counts. */
export type ClusterStatus = z.infer<typeof clusterStatusSchema>;

/**
 * What pages need to name and place a cluster; `set` is a cluster set's name. `region`
 * and `kubectlContext` are for whoever may read something of the cluster.
 */
export const clusterSummarySchema = z.object({
  name: z.string(),
  displayName: z.string(),
  set: z.string(),
  region: z.string().optional(),
  kubectlContext: z.string().optional(),
  status: clusterStatusSchema,
});

/** {@inheritDoc clusterSummarySchema} */
export type ClusterSummary = z.infer<typeof clusterSummarySchema>;

export const clusterSchema = clusterSummarySchema.extend({
  kubectlContext: z.string(),
  aliases: z.record(z.string(), z.string()),
  kubernetesVersion: z.string().optional(),
  meshes: z.array(meshInstallationSchema),
  counts: z.object({
    namespaces: z.number(),
    services: z.number(),
    workloads: z.number(),
    pods: z.number(),
    meshedPods: z.number(),
  }),
  sources: z.array(sourceSchema),
});

/** One cluster with its meshes; counts are of running pods and listed objects. */
export type Cluster = z.infer<typeof clusterSchema>;

/** A group of clusters in which equal namespaces mean the same thing. */
export const clusterSetSchema = z.object({
  name: z.string(),
  title: z.string(),
});

/** {@inheritDoc clusterSetSchema} */
export type ClusterSet = z.infer<typeof clusterSetSchema>;
