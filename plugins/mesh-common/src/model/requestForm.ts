import { z } from 'zod';

/** A cluster, as the Kubernetes plugin names it. */
const cluster = z.string().trim().min(1).max(253);

const clusters = z.array(cluster).min(1).max(100);

/** Names of namespaces and services: RFC 1123 labels. Nothing else reaches a manifest. */
const label = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error:
    'must be a name as Kubernetes has them: lower case letters, digits and dashes, at most 63',
});

/** Names of workloads and revisions: RFC 1123 subdomains. */
const subdomain = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, {
    error:
      'must be a name as Kubernetes has them: lower case letters, digits, dashes and dots',
  });

/** Ports as Linkerd's annotations list them: `5432`, `3000-3010`. */
const ports = z
  .array(
    z.string().regex(/^\d{1,5}(-\d{1,5})?$/, {
      error: 'must be a port or a range of ports, as in 5432 or 3000-3010',
    }),
  )
  .max(50);

/** How a namespace joins a mesh. */
export const meshProfileSchema = z.union([
  z.strictObject({
    mesh: z.literal('istio'),
    mode: z.literal('ambient'),
    /** Which traffic passes a waypoint; without one the mesh stays at layer 4. */
    waypoint: z.enum(['none', 'service', 'workload', 'all']),
  }),
  z.strictObject({
    mesh: z.literal('istio'),
    mode: z.literal('sidecar'),
    /** A revision or its tag; without one the default injector is asked. */
    revision: subdomain.optional(),
  }),
  z.strictObject({
    mesh: z.literal('linkerd'),
    mode: z.literal('sidecar'),
    opaquePorts: ports.optional(),
    skipInboundPorts: ports.optional(),
    skipOutboundPorts: ports.optional(),
    defaultInboundPolicy: z
      .enum([
        'all-unauthenticated',
        'all-authenticated',
        'cluster-unauthenticated',
        'cluster-authenticated',
        'deny',
        'audit',
      ])
      .optional(),
  }),
]);

/** {@inheritDoc meshProfileSchema} */
export type MeshProfile = z.infer<typeof meshProfileSchema>;

export const exportMechanismSchema = z.enum([
  'cilium-global',
  'linkerd-mirror',
  'linkerd-federated',
]);

/** By what a service that is asked for is offered to other clusters. */
export type ExportMechanism = z.infer<typeof exportMechanismSchema>;

/** Kinds of workloads that a restart replaces pod by pod. */
export const restartableKindSchema = z.enum([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
]);

const serviceShape = {
  namespace: label,
  service: label,
  mechanism: exportMechanismSchema,
  from: clusters,
  to: clusters,
};

const namespaceOnboardSchema = z.strictObject({
  kind: z.literal('namespace-onboard'),
  clusters,
  namespace: label,
  profile: meshProfileSchema,
});

const namespaceOffboardSchema = z.strictObject({
  kind: z.literal('namespace-offboard'),
  clusters,
  namespace: label,
  mesh: z.enum(['istio', 'linkerd']),
  mode: z.enum(['ambient', 'sidecar']),
});

const serviceExportSchema = z.strictObject({
  kind: z.literal('service-export'),
  ...serviceShape,
});

const serviceUnexportSchema = z.strictObject({
  kind: z.literal('service-unexport'),
  ...serviceShape,
});

const workloadRestartSchema = z.strictObject({
  kind: z.literal('workload-restart'),
  clusters,
  namespace: label,
  workloads: z
    .array(z.strictObject({ kind: restartableKindSchema, name: subdomain }))
    .min(1)
    .max(200),
});

/**
 * What is asked for, as a person fills it in. Whatever it says is data: names are checked
 * here, so that nothing else can get into a manifest.
 */
export const requestFormSchema = z.discriminatedUnion('kind', [
  namespaceOnboardSchema,
  namespaceOffboardSchema,
  serviceExportSchema,
  serviceUnexportSchema,
  workloadRestartSchema,
]);

/** {@inheritDoc requestFormSchema} */
export type RequestForm = z.infer<typeof requestFormSchema>;

/** The form of one kind: `RequestFormOf<'workload-restart'>`. */
export type RequestFormOf<Kind extends RequestForm['kind']> = Extract<
  RequestForm,
  { kind: Kind }
>;

export const requestKindSchema = z.enum([
  'namespace-onboard',
  'namespace-offboard',
  'service-export',
  'service-unexport',
  'workload-restart',
]);

/** Kinds of requests that there are. */
export type RequestKind = z.infer<typeof requestKindSchema>;
