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
 * One mesh installed in one cluster. `title` is its name on pages. `revisions[].tags`
 * are the names that point to the revision; `features` say what is on, with the objects
 * that prove it. `parts` are what its data plane is made of besides sidecars (`ztunnel`,
 * `cni`, `gateway`), with the pods that are ready of those that are wanted. `aliases`
 * are the names that this mesh gives the cluster, by system (`istio`, `linkerd`).
 */
export const meshInstallationSchema = z.object({
  mesh: z.string(),
  title: z.string(),
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
  parts: z.array(
    z.object({
      part: z.string(),
      ready: z.number(),
      wanted: z.number(),
      versions: z.array(z.string()),
      evidence: z.array(objectRefSchema),
    }),
  ),
  aliases: z.record(z.string(), z.string()),
  trustDomain: z.string().optional(),
  meshId: z.string().optional(),
  network: z.string().optional(),
});

/** {@inheritDoc meshInstallationSchema} */
export type MeshInstallation = z.infer<typeof meshInstallationSchema>;

export const networkSchema = z.object({
  cni: z.string(),
  title: z.string(),
  version: z.string().optional(),
  encryption: z.enum(['wireguard', 'ipsec', 'none', 'unknown']),
  maintained: z.boolean(),
  evidence: z.array(objectRefSchema),
});

/**
 * What connects the pods of a cluster: `cilium`, `calico`, `flannel`, `weave`, ... and
 * whether it encrypts between nodes. `maintained` is false for one that nobody
 * releases any more.
 */
export type Network = z.infer<typeof networkSchema>;

export const footprintSchema = z.object({
  mesh: z.string(),
  part: z.enum([
    'proxies',
    'node-proxies',
    'waypoints',
    'gateways',
    'control-plane',
  ]),
  pods: z.number(),
  cpuMillicores: z.number(),
  memoryBytes: z.number(),
  /** 0..1 of what the nodes can give: the larger of both shares. Absent if unknown. */
  shareOfAllocatable: z.number().optional(),
});

/** What a mesh itself asks for in a cluster: the sum of its containers' requests. */
export type Footprint = z.infer<typeof footprintSchema>;

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
  network: z.array(networkSchema),
  meshes: z.array(meshInstallationSchema),
  footprint: z.array(footprintSchema),
  /** What the platform team should look at, of the cluster as a whole. */
  reasons: z.array(reasonSchema),
  counts: z.object({
    namespaces: z.number(),
    /** Namespaces that the configuration ignores; nothing else counts them. */
    ignoredNamespaces: z.number(),
    services: z.number(),
    workloads: z.number(),
    pods: z.number(),
    meshedPods: z.number(),
    /** By mesh; a pod that two meshes have counts in both. */
    meshedPodsOf: z.record(z.string(), z.number()),
  }),
  sources: z.array(sourceSchema),
});

/**
 * One cluster with its network and meshes. `aliases` are the names that others give it,
 * by system (`istio`, `linkerd`, `cilium`, `consul`, `metrics`), configured or detected.
 * Counts are of running pods and listed objects.
 */
export type Cluster = z.infer<typeof clusterSchema>;

/** A group of clusters in which equal namespaces mean the same thing. */
export const clusterSetSchema = z.object({
  name: z.string(),
  title: z.string(),
});

/** {@inheritDoc clusterSetSchema} */
export type ClusterSet = z.infer<typeof clusterSetSchema>;
