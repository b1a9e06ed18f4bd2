import {
  conditionSchema,
  flag,
  lenientList,
  lenientObject,
  metadataSchema,
  optionalInteger,
  optionalString,
  writtenMetadataSchema,
} from '@meshport/plugin-mesh-node';
import { z } from 'zod';
import { settingsOf } from './commandLine';

/** Consul's objects: only the fields that are read. Shapes as of consul-k8s 1.0 to 2.0. */

const words = lenientList(z.string());

const injectorContainerSchema = z
  .object({
    name: z.string(),
    image: optionalString,
    command: words,
    args: words,
    env: lenientList(z.object({ name: z.string(), value: optionalString })),
  })
  // A command line can be long, and little of it is read.
  .transform(({ name, image, command, args, env }) => ({
    name,
    image,
    settings: settingsOf([...command, ...args]),
    datacenter: env.find(one => one.name === 'CONSUL_DATACENTER')?.value,
  }));

export const injectorSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({
    replicas: optionalInteger,
    template: lenientObject({
      spec: lenientObject({ containers: lenientList(injectorContainerSchema) }),
    }),
  }),
  status: lenientObject({ availableReplicas: optionalInteger }),
});

const status = lenientObject({ conditions: lenientList(conditionSchema) });

/** Any of Consul's own kinds: whether Consul has taken it over. */
export const configEntrySchema = z.object({
  metadata: writtenMetadataSchema,
  status,
});

export const meshSchema = z.object({
  metadata: writtenMetadataSchema,
  spec: lenientObject({ allowEnablingPermissiveMutualTLS: flag }),
  status,
});

/** ServiceDefaults and ProxyDefaults. */
export const defaultsSchema = z.object({
  metadata: writtenMetadataSchema,
  spec: lenientObject({
    /** `strict`, `permissive`, or empty: as the next level says. */
    mutualTLSMode: optionalString,
  }),
  status,
});

export type InjectorDeployment = z.output<typeof injectorSchema>;
export type ConfigEntry = z.output<typeof configEntrySchema>;
export type MeshEntry = z.output<typeof meshSchema>;
export type Defaults = z.output<typeof defaultsSchema>;
