import { stringify } from 'yaml';
import { scaledServices } from './scaledCluster.ts';
import type { ScaleOptions } from './scaleOptions.ts';

/** Who a benchmark signs in as: a developer of the first team. */
const DEVELOPER = 'dev-000';

function component(namespace: string, name: string): object {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        'meshport.io/services': `${namespace}/${name}`,
        // How the Kubernetes plugin, which is measured beside, finds the same.
        'backstage.io/kubernetes-label-selector': `app=${name}`,
        'backstage.io/kubernetes-namespace': namespace,
      },
    },
    spec: { type: 'service', lifecycle: 'production', owner: namespace },
  };
}

function group(name: string): object {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name },
    spec: { type: 'team', children: [] },
  };
}

/** One component per service, a team per namespace, and a developer of the first team: YAML documents. */
export function scaledCatalog(
  options: ScaleOptions & { first: number },
): string {
  const services = new Map(
    Array.from({ length: options.clusters }, (_, i) =>
      scaledServices(options.first + i, options),
    )
      .flat()
      .map(({ namespace, name }) => [name, namespace]),
  );
  const teams = [...new Set(services.values())];
  const developer = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: DEVELOPER },
    spec: { memberOf: teams.slice(0, 1) },
  };
  return [
    ...teams.map(group),
    developer,
    ...[...services].map(([name, namespace]) => component(namespace, name)),
  ]
    .map(entity => stringify(entity))
    .join('---\n');
}
