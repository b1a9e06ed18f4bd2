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

/** What a portal has to read. */
export interface Reads {
  catalog: boolean;
  /** Without them the portal is idle: what Backstage costs by itself. */
  clusters: boolean;
}

/** What comes on top of the `app-config.yaml` of `npm start`. */
export function portalConfig(options: {
  port: number;
  labConfigs: readonly string[];
  reads: Reads;
}): object {
  const { port, labConfigs, reads } = options;
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
    catalog: {
      locations: reads.catalog
        ? labs.flatMap(({ catalog }) => catalog.locations)
        : [],
    },
    kubernetes: {
      clusterLocatorMethods: [
        { type: 'config', clusters: reads.clusters ? clusters : [] },
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
