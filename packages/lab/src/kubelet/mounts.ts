import type { Store } from '../apiserver/Store.ts';
import type { Pod } from '../controllers/objects.ts';

interface Volume {
  name: string;
  configMap?: { name: string; optional?: boolean };
}

/** A volume of ConfigMap that is not there: a pod does not start before it is. Secrets are taken to be there. */
export function missingVolume(
  pod: Pod,
  store: Store,
): { volume: string; configMap: string } | undefined {
  const { namespace } = pod.metadata;
  const mounted = pod.status?.conditions?.some(
    ({ type, status }) =>
      type === 'PodReadyToStartContainers' && status === 'True',
  );
  if (mounted) return undefined;
  const volumes = (pod.spec.volumes ?? []) as unknown as Volume[];
  for (const { name: volume, configMap } of volumes) {
    if (!configMap || configMap.optional) continue;
    const ref = { resource: 'configmaps', namespace, name: configMap.name };
    if (!store.get(ref)) return { volume, configMap: configMap.name };
  }
  return undefined;
}
