import type { Config } from '@backstage/config';
import { z } from 'zod';
import { describeProblems } from '../core/describeProblems';
import { meshSchema } from './meshSchema';
import {
  linksConfig,
  metricsConfig,
  objectivesConfig,
  type LinksConfig,
  type MetricsConfig,
  type ObjectivesConfig,
} from './metricsConfig';
import { requestsConfig, type RequestsConfig } from './requestsConfig';

/** Clusters that belong together; the order of sets is the order on the page. */
interface ClusterSetConfig {
  readonly name: string;
  readonly title: string;
  readonly clusters: readonly string[];
}

/** What the adopter says of one cluster; everything is optional. */
interface ClusterConfig {
  readonly displayName?: string;
  readonly region?: string;
  /** kubeconfig context in commands for people; default the cluster's name. */
  readonly kubectlContext?: string;
  /** Mesh that namespaces are enrolled in when nothing else is said. */
  readonly defaultMesh?: string;
  /** Names that others give the cluster, by who does: `{ istio: 'cluster1' }`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Name of the metrics store that has its numbers. */
  readonly metrics?: string;
}

/** The plugin's configuration. No cluster set means: one set with every cluster. */
export interface MeshConfig {
  readonly clusterSets: readonly ClusterSetConfig[];
  readonly clusters: ReadonlyMap<string, ClusterConfig>;
  /** Names, with `*` for any characters, of namespaces that are only counted. */
  readonly ignoredNamespaces: readonly string[];
  /** Annotation or label that names a namespace's owner. */
  readonly ownershipKey: string;
  readonly metrics: MetricsConfig;
  readonly objectives: ObjectivesConfig;
  readonly links: LinksConfig;
  readonly requests: RequestsConfig;
}

/** Set of clusters that no configured set lists. */
export const UNASSIGNED_SET = 'unassigned';

/** What names a namespace's owner where the adopter chose nothing else. */
const DEFAULT_OWNERSHIP_KEY = 'meshport.io/owner';

/** The one set of an installation that configures none. */
export const DEFAULT_SET = 'all';

/** What can be compared of a configuration that may have mistakes; '' is none. */
const comparable = z
  .object({
    clusterSets: z
      .array(
        z
          .object({
            name: z.string().trim().catch(''),
            clusters: z.array(z.string().trim().catch('')).catch([]),
          })
          .catch({ name: '', clusters: [] }),
      )
      .catch([]),
    clusters: z
      .record(
        z.string(),
        z
          .object({ metrics: z.string().trim().catch('') })
          .catch({ metrics: '' }),
      )
      .catch({}),
    metrics: z
      .object({ stores: z.record(z.string(), z.unknown()).catch({}) })
      .catch({ stores: {} }),
  })
  .catch({ clusterSets: [], clusters: {}, metrics: { stores: {} } });

/** Clusters that name a metrics store which there is not. */
function unknownStores(raw: unknown): string[] {
  const { clusters, metrics } = comparable.parse(raw);
  const names = Object.keys(metrics.stores);
  const choice =
    names.length > 0 ? `there are ${names.join(', ')}` : 'there is none';
  return Object.entries(clusters).flatMap(([cluster, entry]) =>
    entry.metrics === '' || names.includes(entry.metrics)
      ? []
      : [
          `mesh.clusters.${cluster}.metrics: ${entry.metrics} is no store under mesh.metrics.stores; ${choice}`,
        ],
  );
}

/** Problems that no single key shows: names taken twice, clusters in two sets. */
function conflicts(raw: unknown): string[] {
  const problems: string[] = [];
  const names = new Set<string>();
  const homes = new Map<string, string>();
  comparable.parse(raw).clusterSets.forEach((set, index) => {
    const key = `mesh.clusterSets[${index}]`;
    if (set.name !== '' && names.has(set.name)) {
      problems.push(`${key}.name: ${set.name} is the name of another set`);
    }
    if (set.name === UNASSIGNED_SET) {
      problems.push(
        `${key}.name: ${UNASSIGNED_SET} is kept for clusters that no set lists`,
      );
    }
    names.add(set.name);
    set.clusters.forEach((cluster, position) => {
      if (cluster === '') return;
      const home = homes.get(cluster);
      if (home !== undefined) {
        problems.push(
          `${key}.clusters[${position}]: ${cluster} is in set ${home} already; a cluster may be in one set only`,
        );
      }
      homes.set(cluster, home ?? (set.name || key));
    });
  });
  return problems;
}

function titleOf(setName: string): string {
  return setName.charAt(0).toLocaleUpperCase('en-US') + setName.slice(1);
}

function givenOnes(
  aliases: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(aliases).flatMap(([mesh, alias]) =>
      alias === undefined ? [] : [[mesh, alias]],
    ),
  );
}

function failWith(problems: readonly string[]): never {
  const count =
    problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`;
  throw new Error(
    `The configuration of the mesh plugin has ${count}:\n${problems
      .map(problem => `  - ${problem}`)
      .join('\n')}`,
  );
}

/**
 * Reads `mesh:` of the app-config. Throws one error with every problem, by key and
 * with the allowed values; no configuration at all is fine. `meshes` are the ids of
 * the meshes that the installation has.
 */
export function readMeshConfig(
  rootConfig: Config,
  meshes: readonly string[],
): MeshConfig {
  const raw = rootConfig.getOptional('mesh') ?? {};
  const schema = meshSchema(meshes);
  const parsed = schema.safeParse(raw, { reportInput: true });
  const problems = [
    ...(parsed.error
      ? describeProblems(parsed.error, { schema, prefix: 'mesh' })
      : []),
    ...conflicts(raw),
    ...unknownStores(raw),
  ];
  if (!parsed.success || problems.length > 0) return failWith(problems);
  const { ignore, ownership } = parsed.data;
  return {
    metrics: metricsConfig(parsed.data.metrics),
    objectives: objectivesConfig(parsed.data.objectives),
    links: linksConfig(parsed.data.links),
    requests: requestsConfig(parsed.data.requests),
    ignoredNamespaces: ignore?.namespaces ?? [],
    ownershipKey: ownership?.namespaceKey ?? DEFAULT_OWNERSHIP_KEY,
    clusterSets: (parsed.data.clusterSets ?? []).map(set => ({
      ...set,
      title: set.title ?? titleOf(set.name),
    })),
    clusters: new Map(
      Object.entries(parsed.data.clusters ?? {}).map(([cluster, entry]) => [
        cluster,
        { ...entry, aliases: givenOnes(entry.aliases) },
      ]),
    ),
  };
}
