import {
  lenientList,
  lenientObject,
  labelSelectorSchema,
  optionalString,
  writtenMetadataSchema,
} from '@meshport/plugin-mesh-node';
import { z } from 'zod';

/**
 * Cilium's objects: only the fields that are read. Shapes as of Cilium 1.17 to 1.20.
 */

/** There, and not null: an empty selector selects everything, none selects nothing. */
const selector = z
  .unknown()
  .transform(value =>
    value === undefined || value === null
      ? undefined
      : labelSelectorSchema.parse(value),
  )
  .prefault(undefined);

/** Which rules a port has, not what they say. */
const isGiven = z
  .unknown()
  .transform(value => value !== undefined && value !== null)
  .prefault(undefined);

const ruleSchema = lenientObject({
  endpointSelector: selector,
  ingress: lenientList(
    z.object({
      toPorts: lenientList(
        z.object({
          rules: lenientObject({ http: isGiven, kafka: isGiven, l7: isGiven }),
        }),
      ),
    }),
  ),
});

/** CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy. */
export const networkPolicySchema = z.object({
  metadata: writtenMetadataSchema,
  spec: ruleSchema,
  /** Several rules in one object, besides `spec`. */
  specs: lenientList(ruleSchema),
  status: lenientObject({
    conditions: lenientList(
      z.object({ type: z.string(), status: optionalString }),
    ),
  }),
});

/** CiliumEnvoyConfig and CiliumClusterwideEnvoyConfig. */
export const envoyConfigSchema = z.object({
  metadata: writtenMetadataSchema,
  spec: lenientObject({
    /** Services whose traffic goes through Envoy. */
    services: lenientList(
      z.object({ name: z.string(), namespace: optionalString }),
    ),
  }),
});

export type NetworkPolicy = z.output<typeof networkPolicySchema>;
export type EnvoyConfig = z.output<typeof envoyConfigSchema>;
