import {
  lenientObject,
  metadataSchema,
  optional,
  optionalString,
} from '@meshport/plugin-mesh-node';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * Istio's objects: only the fields that are read. Shapes
 * as of Istio 1.29 to 1.31.
 */

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

export type PeerAuthentication = z.output<typeof peerAuthenticationSchema>;
export type MeshConfig = z.output<typeof meshConfigSchema>;
export type IstioConfigMap = z.output<typeof istioConfigMapSchema>;
