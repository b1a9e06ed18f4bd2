import {
  lenientList,
  lenientObject,
  metadataSchema,
  optional,
  optionalString,
  strings,
} from '@meshport/plugin-mesh-node';
import { z } from 'zod';

/** Objects of networks: only the fields that are read. */

/** Cilium's flags, by name; all values are strings (chart 1.20). */
export const ciliumConfigSchema = z.object({
  metadata: metadataSchema,
  data: strings,
});

/** Metadata alone: that a node has a WireGuard key stands in an annotation. */
export const ciliumNodeSchema = z.object({ metadata: metadataSchema });

export const clusterInformationSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({ calicoVersion: optionalString }),
});

export const felixConfigurationSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({
    wireguardEnabled: optional(z.boolean()),
    wireguardEnabledV6: optional(z.boolean()),
  }),
});

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

export const flannelConfigSchema = z.object({
  metadata: metadataSchema,
  data: lenientObject({
    /** Absent where it is not there, or is no JSON: nothing is known of it then. */
    'net-conf.json': optional(
      z
        .string()
        .transform(parseJson)
        .pipe(z.object({ Backend: lenientObject({ Type: optionalString }) })),
    ),
  }),
});

/** Weave Net encrypts where its containers get a password. Values are not kept. */
export const weaveDaemonSetSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({
    template: lenientObject({
      spec: lenientObject({
        containers: lenientList(
          z.object({
            env: lenientList(z.object({ name: z.string() })),
          }),
        ),
      }),
    }),
  }),
});

export type CiliumConfigMap = z.output<typeof ciliumConfigSchema>;
export type CiliumNode = z.output<typeof ciliumNodeSchema>;
export type ClusterInformation = z.output<typeof clusterInformationSchema>;
export type FelixConfiguration = z.output<typeof felixConfigurationSchema>;
export type FlannelConfigMap = z.output<typeof flannelConfigSchema>;
export type WeaveDaemonSet = z.output<typeof weaveDaemonSetSchema>;
