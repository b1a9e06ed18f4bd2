import {
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

/**
 * Istio's objects: only the fields that are read. Shapes
 * as of Istio 1.29 to 1.31.
 */

const mtlsSchema = lenientObject({ mode: optionalString });

export const peerAuthenticationSchema = z.object({
  metadata: writtenMetadataSchema,
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
  /** Namespaces that istiod sees at all; empty where it sees every one. */
  discoverySelectors: lenientList(labelSelectorSchema),
});

function parseYaml(source: string): unknown {
  try {
    return parse(source);
  } catch {
    // istiod refuses such a configuration too, and goes on with its defaults.
    return undefined;
  }
}

/** How an injector decides of pods that its webhook was asked about. */
const injectorConfigSchema = lenientObject({
  /** `enabled` or `disabled`: of pods that say nothing themselves. */
  policy: optionalString,
  neverInjectSelector: lenientList(labelSelectorSchema),
  alwaysInjectSelector: lenientList(labelSelectorSchema),
});

export const istioConfigMapSchema = z.object({
  metadata: metadataSchema,
  data: lenientObject({
    /** Of `istio-sidecar-injector` and its like for other revisions. */
    config: optional(
      z.string().transform(parseYaml).pipe(injectorConfigSchema),
    ),
    /** MeshConfig of one revision; absent in Istio's other ConfigMaps. */
    mesh: optional(z.string().transform(parseYaml).pipe(meshConfigSchema)),
  }),
});

const enablementSelectorSchema = z.object({
  podSelector: labelSelectorSchema,
  namespaceSelector: labelSelectorSchema,
});

/** Settings of istio-cni's node agents: ConfigMap `istio-cni-config`. */
export const istioCniConfigSchema = z.object({
  metadata: metadataSchema,
  data: lenientObject({
    AMBIENT_ENABLED: optionalString,
    /** Pods that ambient mode is for: any of these. Absent: the chart's default. */
    AMBIENT_ENABLEMENT_SELECTOR: optional(
      z
        .string()
        .transform(parseYaml)
        .pipe(z.array(enablementSelectorSchema).min(1)),
    ),
    /** Names of namespaces, separated by commas. */
    EXCLUDE_NAMESPACES: optionalString,
  }),
});

/** Variables of istiod's environment that are read; others may hold secrets. */
const ISTIOD_VARIABLES = [
  'AMBIENT_ENABLE_MULTI_NETWORK',
  'CLUSTER_ID',
  'ENABLE_NATIVE_SIDECARS',
  'PILOT_ENABLE_AMBIENT',
];

const containerEnvironmentSchema = z.object({
  env: lenientList(z.object({ name: z.string(), value: z.string() })),
});

/** istiod's Deployment, for its environment. */
export const istiodSchema = z
  .object({
    metadata: metadataSchema,
    spec: lenientObject({
      template: lenientObject({
        spec: lenientObject({
          containers: lenientList(containerEnvironmentSchema),
        }),
      }),
    }),
  })
  .transform(({ metadata, spec }) => ({
    metadata,
    env: Object.fromEntries(
      spec.template.spec.containers
        .flatMap(({ env }) => env)
        .filter(({ name }) => ISTIOD_VARIABLES.includes(name))
        .map(({ name, value }) => [name, value]),
    ) as Readonly<Record<string, string | undefined>>,
  }));

export type PeerAuthentication = z.output<typeof peerAuthenticationSchema>;
export type InjectorConfig = z.output<typeof injectorConfigSchema>;
export type MeshConfig = z.output<typeof meshConfigSchema>;
export type IstioConfigMap = z.output<typeof istioConfigMapSchema>;
export type IstioCniConfig = z.output<typeof istioCniConfigSchema>;
export type Istiod = z.output<typeof istiodSchema>;
