import type { Metadata } from '@meshport/plugin-mesh-node';

/** On namespaces: whether they take part in the mesh of clusters (Cilium 1.19 and later). */
export const NAMESPACE_GLOBAL = 'clustermesh.cilium.io/global';

export const SERVICE_GLOBAL = 'service.cilium.io/global';
export const SERVICE_SHARED = 'service.cilium.io/shared';
export const SERVICE_SYNC = 'service.cilium.io/global-sync-endpoint-slices';

/**
 * What a Service says, by its annotations: the spelling of today first, which wins over
 * the older one that Cilium 1.20 still honours.
 */
const SPELLINGS = {
  global: [SERVICE_GLOBAL, 'io.cilium/global-service'],
  shared: [SERVICE_SHARED, 'io.cilium/shared-service'],
  sync: [SERVICE_SYNC],
} as const;

/** Annotations that are read, and must be kept on arrival. */
export const EXPORT_KEYS: readonly string[] = [
  NAMESPACE_GLOBAL,
  ...Object.values(SPELLINGS).flat(),
];

/** Undefined where it says nothing; every other value than `true` is a no. */
export function says(
  { annotations }: Metadata,
  what: keyof typeof SPELLINGS,
): boolean | undefined {
  const value = SPELLINGS[what]
    .map(key => annotations[key])
    .find(given => given !== undefined);
  return value === undefined ? undefined : value.toLowerCase() === 'true';
}
