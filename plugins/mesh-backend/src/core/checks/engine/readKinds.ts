import {
  labelSelectorSchema,
  lenientList,
  lenientObject,
  metadataSchema,
  conditionSchema,
  flag,
  optional,
  optionalInteger,
  optionalString,
  strings,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { z } from 'zod';

/** Kinds that are not watched: they are read when somebody asks for a change. */

const peerSchema = z.object({
  ipBlock: optional(z.object({ cidr: z.string() })),
});

const networkPolicySchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({
    podSelector: labelSelectorSchema,
    policyTypes: lenientList(z.string()),
    ingress: lenientList(
      z.object({
        /** Empty or absent: from everywhere. */
        from: lenientList(peerSchema),
        /** Empty or absent: every port. */
        ports: lenientList(
          z.object({
            port: optional(z.union([z.number().int(), z.string()])),
            endPort: optionalInteger,
            protocol: optionalString,
          }),
        ),
      }),
    ),
  }),
});

export type NetworkPolicy = z.output<typeof networkPolicySchema>;

export const networkPolicyKind: WatchedKind<NetworkPolicy> = {
  group: 'networking.k8s.io',
  versions: ['v1'],
  plural: 'networkpolicies',
  kind: 'NetworkPolicy',
  schema: networkPolicySchema,
};

const quotaSchema = z.object({
  metadata: metadataSchema,
  status: lenientObject({ hard: strings, used: strings }),
});

export const resourceQuotaKind: WatchedKind<z.output<typeof quotaSchema>> = {
  group: '',
  versions: ['v1'],
  plural: 'resourcequotas',
  kind: 'ResourceQuota',
  schema: quotaSchema,
};

/** What Flux applies; Kustomizations and HelmReleases say alike how they are. */
const fluxSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({ suspend: flag }),
  status: lenientObject({ conditions: lenientList(conditionSchema) }),
});

export type FluxObject = z.output<typeof fluxSchema>;

export const kustomizationKind: WatchedKind<FluxObject> = {
  group: 'kustomize.toolkit.fluxcd.io',
  versions: ['v1', 'v1beta2'],
  plural: 'kustomizations',
  kind: 'Kustomization',
  schema: fluxSchema,
};

export const helmReleaseKind: WatchedKind<FluxObject> = {
  group: 'helm.toolkit.fluxcd.io',
  versions: ['v2', 'v2beta2'],
  plural: 'helmreleases',
  kind: 'HelmRelease',
  schema: fluxSchema,
};

/** Read in the namespace of the request. */
export const namespaceKinds: readonly WatchedKind[] = [
  networkPolicyKind,
  resourceQuotaKind,
];

/** Read in the namespace of whoever writes an object. */
export const writerKinds: readonly WatchedKind[] = [
  kustomizationKind,
  helmReleaseKind,
];
