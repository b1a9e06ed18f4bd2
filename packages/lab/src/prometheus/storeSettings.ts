import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import { renameKeysIn, type NameMap } from '../world/rename.ts';

/** A Prometheus and the clusters whose proxies it scrapes. */
export interface StoreSettings {
  name: string;
  /** Left out where the store is of one cluster. */
  clusterLabel?: string;
  /** What the label says, by cluster; without a label the value means nothing. */
  clusters: Readonly<Record<string, string>>;
}

const FILE = 'metrics.yaml';

/**
 * Reads `metrics.yaml` beside the worlds. Clusters that it does not mention, and all without it, go to the first store
 * under their own names. Clusters that are not there are left out, and stores that have none.
 */
export function readStoreSettings(
  worldDirectory: string,
  { clusters, names }: { clusters: readonly string[]; names: NameMap },
): StoreSettings[] {
  const file = join(worldDirectory, FILE);
  const listed = existsSync(file)
    ? readStores(renameKeysIn(parse(readFileSync(file, 'utf8')), names))
    : [];
  const [
    first = { name: 'main', clusterLabel: 'cluster', clusters: {} },
    ...rest
  ] = listed;
  const mentioned = new Set(
    listed.flatMap(store => Object.keys(store.clusters)),
  );
  const others = clusters
    .filter(name => !mentioned.has(name))
    .map(name => [name, name]);
  const whole = { ...first.clusters, ...Object.fromEntries(others) };
  return [{ ...first, clusters: whole }, ...rest]
    .map(store => ({ ...store, clusters: present(store.clusters, clusters) }))
    .filter(store => Object.keys(store.clusters).length > 0);
}

function present(
  labels: Readonly<Record<string, string>>,
  clusters: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(([name]) => clusters.includes(name)),
  );
}

function readStores(content: unknown): StoreSettings[] {
  const stores = isJsonObject(content) ? content.stores : undefined;
  if (!isJsonObject(stores))
    throw new Error(`${FILE} needs "stores": settings by the store's name`);
  return Object.entries(stores).map(([name, store]) => {
    const { clusterLabel, clusters } = isJsonObject(store) ? store : {};
    const labels = isJsonObject(clusters) ? Object.entries(clusters) : [];
    if (labels.length === 0)
      throw new Error(`${FILE}: the store ${name} needs "clusters"`);
    if (clusterLabel === undefined && labels.length > 1)
      throw new Error(
        `${FILE}: the store ${name} is of ${labels.length} clusters and needs a "clusterLabel"`,
      );
    return {
      name,
      ...(clusterLabel === undefined
        ? {}
        : { clusterLabel: String(clusterLabel) }),
      clusters: Object.fromEntries(
        labels.map(([cluster, label]) => [cluster, String(label)]),
      ),
    };
  });
}
