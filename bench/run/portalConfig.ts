import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service that may read everything: for watching how far the portal is, beside what is measured. */
export const OBSERVER_TOKEN = 'observer-of-the-benchmark';

/** Who looks at pages: a developer, to whom the policy gives a conditional decision. */
const DEVELOPER = 'user:default/dev-000';
export const TEAM = 'team-000';

interface LabConfig {
  catalog: { locations: unknown[] };
  kubernetes: { clusterLocatorMethods: { clusters: { name: string }[] }[] };
}

/** What comes on top of the `app-config.yaml` of `npm start`. `clusters`: none for an idle portal. */
export function portalConfig(options: {
  port: number;
  labConfigs: readonly string[];
  withClusters: boolean;
}): object {
  const { port, labConfigs, withClusters } = options;
  const labs = labConfigs.map(
    file => parse(readFileSync(file, 'utf8')) as LabConfig,
  );
  const clusters = labs.flatMap(({ kubernetes }) =>
    kubernetes.clusterLocatorMethods.flatMap(method => method.clusters),
  );
  const baseUrl = `http://localhost:${port}`;
  return {
    backend: {
      baseUrl,
      listen: { host: '127.0.0.1', port },
      auth: {
        externalAccess: [
          {
            type: 'static',
            options: { token: OBSERVER_TOKEN, subject: 'bench' },
          },
        ],
      },
    },
    auth: {
      environment: 'production',
      providers: {
        guest: {
          dangerouslyAllowOutsideDevelopment: true,
          userEntityRef: DEVELOPER,
          ownershipEntityRefs: [DEVELOPER, `group:default/${TEAM}`],
        },
      },
    },
    catalog: { locations: labs.flatMap(({ catalog }) => catalog.locations) },
    kubernetes: {
      clusterLocatorMethods: [
        { type: 'config', clusters: withClusters ? clusters : [] },
      ],
    },
    mesh: {
      clusterSets: [
        {
          name: 'all',
          title: 'All clusters',
          clusters: clusters.map(({ name }) => name),
        },
      ],
    },
  };
}
