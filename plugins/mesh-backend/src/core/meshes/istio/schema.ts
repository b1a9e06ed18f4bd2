import {
  lenientList,
  lenientObject,
  metadataSchema,
  optional,
  optionalString,
} from '@meshport/plugin-mesh-node';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * Istio's objects and its injectors' webhooks: only the fields that are read. Shapes
 * as of Istio 1.29 to 1.31.
 */

/** Selects nothing: what a selector that cannot be understood is read as. */
const UNINTELLIGIBLE = {
  matchLabels: {},
  matchExpressions: [{ key: '', operator: 'unintelligible', values: [] }],
};

/**
 * A Kubernetes label selector. Unlike other fields it is not read in parts: leaving
 * out a requirement would select more than the object says.
 */
const labelSelectorSchema = z
  .object({
    matchLabels: z
      .record(z.string(), z.string())
      .nullish()
      .transform(labels => labels ?? {}),
    matchExpressions: z
      .array(
        z.object({
          key: z.string(),
          operator: z.string(),
          values: z
            .array(z.string())
            .nullish()
            .transform(values => values ?? []),
        }),
      )
      .nullish()
      .transform(expressions => expressions ?? []),
  })
  .nullish()
  .catch(UNINTELLIGIBLE)
  .transform(selector => selector ?? { matchLabels: {}, matchExpressions: [] });

const webhookSchema = z.object({
  name: z.string(),
  clientConfig: lenientObject({
    url: optionalString,
    service: optional(z.object({ namespace: z.string(), name: z.string() })),
  }),
  /** What becomes of a pod while the webhook does not answer. */
  failurePolicy: optionalString,
  namespaceSelector: labelSelectorSchema,
  objectSelector: labelSelectorSchema,
});

export const webhookConfigurationSchema = z.object({
  metadata: metadataSchema,
  webhooks: lenientList(webhookSchema),
});

const mtlsSchema = lenientObject({ mode: optionalString });

export const peerAuthenticationSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({
    /** Absent or without labels: the policy is for a whole namespace, or the mesh. */
    selector: lenientObject({
      matchLabels: z
        .record(z.string(), z.string())
        .optional()
        .catch({ '': 'unintelligible' }),
    }),
    mtls: mtlsSchema,
    portLevelMtls: z.record(z.string(), mtlsSchema).catch({}).default({}),
  }),
});

const meshConfigSchema = lenientObject({
  trustDomain: optionalString,
  rootNamespace: optionalString,
  defaultConfig: lenientObject({ meshId: optionalString }),
});

function parseYaml(source: string): unknown {
  try {
    return parse(source);
  } catch {
    // istiod refuses such a configuration too, and goes on with its defaults.
    return undefined;
  }
}

export const istioConfigMapSchema = z.object({
  metadata: metadataSchema,
  data: lenientObject({
    /** MeshConfig of one revision; absent in Istio's other ConfigMaps. */
    mesh: optional(z.string().transform(parseYaml).pipe(meshConfigSchema)),
  }),
});

export type LabelSelector = z.output<typeof labelSelectorSchema>;
export type Webhook = z.output<typeof webhookSchema>;
export type WebhookConfiguration = z.output<typeof webhookConfigurationSchema>;
export type PeerAuthentication = z.output<typeof peerAuthenticationSchema>;
export type MeshConfig = z.output<typeof meshConfigSchema>;
export type IstioConfigMap = z.output<typeof istioConfigMapSchema>;
