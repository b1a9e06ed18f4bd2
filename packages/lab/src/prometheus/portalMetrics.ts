import type { JsonObject } from '../apiserver/KubeObject.ts';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { MetricsStore } from './startMetrics.ts';

/**
 * What the portal has to be told of the stores, added to what else it is told under `mesh`. Clusters whose label says
 * something else than their name get it as an alias.
 */
export function withMetrics(
  mesh: JsonObject | undefined,
  stores: readonly MetricsStore[],
): JsonObject | undefined {
  if (stores.length === 0) return mesh;
  const clusters: JsonObject = isJsonObject(mesh?.clusters)
    ? { ...mesh.clusters }
    : {};
  for (const { name, clusterLabel, clusters: labels } of stores) {
    for (const [cluster, label] of Object.entries(labels)) {
      const own = clusters[cluster];
      const settings = isJsonObject(own) ? own : {};
      const added = settingsOf({ cluster, label, store: name, clusterLabel });
      if (added) clusters[cluster] = merged(settings, added);
    }
  }
  const metrics = {
    stores: Object.fromEntries(
      stores.map(({ name, url, clusterLabel }) => [
        name,
        { url, publicUrl: url, ...(clusterLabel ? { clusterLabel } : {}) },
      ]),
    ),
  };
  const named = Object.keys(clusters).length > 0 ? { clusters } : {};
  return { ...mesh, ...named, metrics };
}

function settingsOf(parts: {
  cluster: string;
  label: string;
  store: string;
  clusterLabel?: string;
}): JsonObject | undefined {
  const { cluster, label, store, clusterLabel } = parts;
  if (!clusterLabel) return { metrics: store };
  return label === cluster ? undefined : { aliases: { metrics: label } };
}

function merged(settings: JsonObject, added: JsonObject): JsonObject {
  const { aliases } = settings;
  return isJsonObject(aliases) && isJsonObject(added.aliases)
    ? { ...settings, aliases: { ...aliases, ...added.aliases } }
    : { ...settings, ...added };
}
