import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEAM } from '../run/portalConfig.ts';
import type { NamedService } from './stub/StubWorld.ts';

interface MeasuredCluster {
  name: string;
  /** What the metrics, unlike the portal, call it. */
  metricsName: string;
  store: string;
}

const DEVELOPER = 'dev-000';

function component({ namespace, name }: NamedService): object {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: { 'meshport.io/services': `${namespace}/${name}` },
    },
    spec: { type: 'service', lifecycle: 'production', owner: TEAM },
  };
}

/**
 * The catalog has the entities that are asked for alone: Backstage's own work with ten thousand of them would be most of
 * what is measured. Returns the file.
 */
export function writeCatalogConfig(
  directory: string,
  services: readonly NamedService[],
): string {
  const catalog = join(directory, 'catalog.yaml');
  const apiVersion = 'backstage.io/v1alpha1';
  const entities = [
    {
      ...{ apiVersion, kind: 'Group', metadata: { name: TEAM } },
      spec: { type: 'team', children: [] },
    },
    {
      ...{ apiVersion, kind: 'User', metadata: { name: DEVELOPER } },
      spec: { memberOf: [TEAM] },
    },
    ...services.map(component),
  ];
  // JSON is YAML.
  writeFileSync(
    catalog,
    entities.map(one => JSON.stringify(one)).join('\n---\n'),
  );
  const file = join(directory, 'catalog-config.json');
  const locations = [{ type: 'file', target: catalog }];
  writeFileSync(file, JSON.stringify({ catalog: { locations } }));
  return file;
}

/** Returns the file that names the stores, and what each cluster is called in them. */
export function writeStoresConfig(
  directory: string,
  input: { url: string; clusters: readonly MeasuredCluster[] },
): string {
  const { url, clusters } = input;
  const stores = [...new Set(clusters.map(({ store }) => store))];
  const mesh = {
    clusters: Object.fromEntries(
      clusters.map(({ name, metricsName, store }) => [
        name,
        {
          aliases: { metrics: metricsName, istio: metricsName },
          metrics: store,
        },
      ]),
    ),
    metrics: {
      stores: Object.fromEntries(
        stores.map(store => [
          store,
          { url: `${url}/${store}`, clusterLabel: 'cluster' },
        ]),
      ),
    },
  };
  const file = join(directory, 'stores-config.json');
  writeFileSync(file, JSON.stringify({ mesh }));
  return file;
}
