import {
  type Reason,
  type RequestFormOf,
  restartableKindSchema,
} from '@meshport/plugin-mesh-common';

type RestartForm = RequestFormOf<'workload-restart'>;

/**
 * The request that does what the first of these reasons would have restarted; undefined
 * where none of them is mended by that. One request is about one namespace.
 */
export function restartForm(
  reasons: readonly Reason[],
): RestartForm | undefined {
  const refs = reasons.flatMap(({ fix }) => fix?.restart ?? []);
  const [{ namespace, cluster } = { namespace: undefined, cluster: '' }] = refs;
  if (namespace === undefined) return undefined;
  const workloads = new Map<string, RestartForm['workloads'][number]>();
  for (const ref of refs) {
    const kind = restartableKindSchema.safeParse(ref.kind);
    const isSame = ref.namespace === namespace && ref.cluster === cluster;
    if (!kind.success || !isSame) continue;
    const { name } = ref;
    workloads.set(`${kind.data}/${name}`, { kind: kind.data, name });
  }
  if (workloads.size === 0) return undefined;
  return {
    kind: 'workload-restart',
    ...{ clusters: [cluster], namespace },
    workloads: [...workloads.values()],
  };
}
