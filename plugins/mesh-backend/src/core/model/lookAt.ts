import type { ClusterSnapshot, Workload } from '@meshport/plugin-mesh-node';
import { kubectl } from './kubectl';

/**
 * What names the workload's pods to kubectl: its selector, else their names. In order,
 * as API servers differ in theirs and equal objects must give equal commands.
 */
function podsOf({ selector, pods }: Workload): string[] {
  const labels = Object.entries(selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
  if (labels) return ['-l', labels];
  return pods.map(({ metadata }) => metadata.name).sort();
}

/**
 * A command that lists the pods of a workload. Undefined where nothing names them:
 * kubectl would list the whole namespace.
 */
export function lookAtPods(
  { cluster }: ClusterSnapshot,
  workload: Workload,
  columns: readonly string[],
): string | undefined {
  const pods = podsOf(workload);
  if (pods.length === 0) return undefined;
  const list = ['-n', workload.namespace, 'get', 'pods', ...pods];
  const output = `custom-columns=${columns.join(',')}`;
  return kubectl(cluster.kubectlContext, ...list, '-o', output);
}

/** A command that shows these labels of a namespace; without any, all that it has. */
export function lookAtNamespace(
  { cluster }: ClusterSnapshot,
  namespace: string,
  labels: readonly string[],
): string {
  const shown =
    labels.length > 0 ? ['-L', labels.join(',')] : ['--show-labels'];
  const get = ['get', 'namespace', namespace, ...shown];
  return kubectl(cluster.kubectlContext, ...get);
}

/** A command that shows these annotations of a namespace. */
export function lookAtNamespaceAnnotations(
  { cluster }: ClusterSnapshot,
  namespace: string,
  annotations: readonly string[],
): string {
  const columns = annotations.map(
    key =>
      `${key.split('/').pop()?.toUpperCase()}:.metadata.annotations.${escaped(
        key,
      )}`,
  );
  return kubectl(
    cluster.kubectlContext,
    ...['get', 'namespace', namespace],
    ...[
      '-o',
      `custom-columns=${['NAME:.metadata.name', ...columns].join(',')}`,
    ],
  );
}

/** Dots within a key of a JSONPath. */
function escaped(key: string): string {
  return key.replace(/\./g, '\\.');
}
