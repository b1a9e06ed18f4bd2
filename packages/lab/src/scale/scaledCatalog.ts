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

/**
 * One component per service, a team per namespace, and a developer of the first team: YAML documents by file name, a
 * file per team as companies have one per repository. In one file, reading it again would stop the portal for as long
 * as its thousands of documents take to parse.
 */
export function scaledCatalog(
  options: ScaleOptions & { first: number },
): Map<string, string> {
  const services = new Map(
    Array.from({ length: options.clusters }, (_, i) =>
      scaledServices(options.first + i, options),
    )
      .flat()
      .map(({ namespace, name }) => [name, namespace]),
  );
  const entities = new Map<string, object[]>();
  for (const [name, namespace] of services) {
    const ofTeam = entities.get(namespace) ?? [group(namespace)];
    entities.set(namespace, [...ofTeam, component(namespace, name)]);
  }
  const [first] = entities.keys();
  entities.get(first)?.push({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: DEVELOPER },
    spec: { memberOf: [first] },
  });
  return new Map(
    [...entities].map(([team, ofTeam]) => [
      `${team}.yaml`,
      ofTeam.map(entity => stringify(entity)).join('---\n'),
    ]),
  );
}
