import { createHash } from 'node:crypto';
import {
  conditionSchema,
  flag,
  labelSelectorSchema,
  lenientList,
  lenientObject,
  metadataSchema,
  optional,
  optionalString,
  writtenMetadataSchema,
} from '@meshport/plugin-mesh-node';
import { parse } from 'yaml';
import { z } from 'zod';

/** Linkerd's objects: only the fields that are read. Shapes as of Linkerd 2.14 to 2.20. */

function parseYaml(source: string): unknown {
  try {
    return parse(source);
  } catch {
    return undefined;
  }
}

/** The control plane's Helm values, as it was installed with. */
const valuesSchema = lenientObject({
  linkerdVersion: optionalString,
  identityTrustDomain: optionalString,
  clusterDomain: optionalString,
  /** Kept as the hash that the injector writes on pods: SHA-256 of the text, in hex. */
  identityTrustAnchorsPEM: optional(
    z.string().transform(pem => createHash('sha256').update(pem).digest('hex')),
  ),
  identity: lenientObject({ externalCA: flag }),
  cniEnabled: flag,
  proxy: lenientObject({
    image: lenientObject({ version: optionalString }),
    nativeSidecar: optional(z.boolean()),
    defaultInboundPolicy: optionalString,
  }),
});

export const linkerdConfigSchema = z.object({
  metadata: metadataSchema,
  data: lenientObject({
    values: optional(z.string().transform(parseYaml).pipe(valuesSchema)),
  }),
});

/** What became of one service of the other cluster; v1alpha3 alone has it. */
const outcomeSchema = z.object({
  remoteRef: z.object({ namespace: z.string(), name: z.string() }),
  conditions: lenientList(conditionSchema),
});

export const linkSchema = z.object({
  metadata: writtenMetadataSchema,
  spec: lenientObject({
    targetClusterName: optionalString,
    /** Absent where the clusters are joined without one. */
    gatewayAddress: optionalString,
  }),
  status: lenientObject({
    mirrorServices: lenientList(outcomeSchema),
    federatedServices: lenientList(outcomeSchema),
  }),
});

/** Absent selects nothing, unlike an empty one. */
const selectorOrNone = z
  .unknown()
  .optional()
  .transform(value =>
    value === undefined || value === null
      ? undefined
      : labelSelectorSchema.parse(value),
  );

export const serverSchema = z.object({
  metadata: writtenMetadataSchema,
  spec: lenientObject({
    /** Absent where the Server is for external workloads. */
    podSelector: selectorOrNone,
    /** Number or name of a container's port. */
    port: optional(z.union([z.number().int(), z.string()])),
    accessPolicy: optionalString,
  }),
});

export const authorizationPolicySchema = z.object({
  metadata: writtenMetadataSchema,
  spec: lenientObject({
    targetRef: lenientObject({ kind: optionalString, name: optionalString }),
    /** All of them have to be met. */
    requiredAuthenticationRefs: lenientList(z.object({ kind: z.string() })),
  }),
});

/** The older form of an AuthorizationPolicy. */
export const serverAuthorizationSchema = z.object({
  metadata: writtenMetadataSchema,
  spec: lenientObject({
    server: lenientObject({
      name: optionalString,
      selector: selectorOrNone,
    }),
    client: lenientObject({ unauthenticated: flag }),
  }),
});

export type LinkerdValues = z.output<typeof valuesSchema>;
export type LinkerdConfig = z.output<typeof linkerdConfigSchema>;
export type Link = z.output<typeof linkSchema>;
export type Server = z.output<typeof serverSchema>;
export type AuthorizationPolicy = z.output<typeof authorizationPolicySchema>;
export type ServerAuthorization = z.output<typeof serverAuthorizationSchema>;
