import type { WatchedKind } from '@meshport/plugin-mesh-node';
import { z } from 'zod';

const schema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().optional(),
    resourceVersion: z.string(),
  }),
});

/** With the resourceVersion, so that equality with a full list means every change was seen. */
export type SeenObject = z.infer<typeof schema>;

const core = { group: '', versions: ['v1'], schema };

export const configMaps: WatchedKind<SeenObject> = {
  ...core,
  plural: 'configmaps',
  kind: 'ConfigMap',
};

/** Metadata only, and the one that is forbidden. */
export const secrets: WatchedKind<SeenObject> = {
  ...core,
  plural: 'secrets',
  kind: 'Secret',
  metadataOnly: true,
};

/** Nothing ever happens. */
export const quietServices: WatchedKind<SeenObject> = {
  ...core,
  plural: 'services',
  kind: 'Service',
  only: { labelSelector: 'meshport.io/never=there' },
};

/** Not served at first; the preferred version never is. */
export const widgets: WatchedKind<SeenObject> = {
  group: 'example.com',
  versions: ['v2', 'v1'],
  plural: 'widgets',
  kind: 'Widget',
  schema,
};

export const watchedKinds: readonly WatchedKind[] = [
  configMaps,
  secrets,
  quietServices,
  widgets,
];
