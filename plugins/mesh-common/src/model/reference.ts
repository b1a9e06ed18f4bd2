import { z } from 'zod';

/** One object in one cluster, as its API server names it. */
export const objectRefSchema = z.object({
  cluster: z.string(),
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

/** {@inheritDoc objectRefSchema} */
export type ObjectRef = z.infer<typeof objectRefSchema>;

/** `cluster/apiVersion/kind/namespace/name`: equal for equal references. */
export function objectKey(ref: ObjectRef): string {
  return [
    ref.cluster,
    ref.apiVersion,
    ref.kind,
    ref.namespace ?? '',
    ref.name,
  ].join('/');
}
