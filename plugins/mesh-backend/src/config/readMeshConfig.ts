import type { Config } from '@backstage/config';
import { z } from 'zod';
import { describeProblems } from '../core/describeProblems';

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
}

/** The plugin's configuration. No cluster set means: one set with every cluster. */
export interface MeshConfig {
  readonly clusterSets: readonly ClusterSetConfig[];
  readonly clusters: ReadonlyMap<string, ClusterConfig>;
}

/** Set of clusters that no configured set lists. */
export const UNASSIGNED_SET = 'unassigned';

/** The one set of an installation that configures none. */
export const DEFAULT_SET = 'all';

/** One problem per value: what is empty is not also misspelt. */
const name = z.string().trim().min(1, { abort: true });

const meshSchema = z.strictObject({
  clusterSets: z
    .array(
      z.strictObject({
        name: name.regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, {
          error: 'must consist of lower case letters, digits and dashes',
        }),
        title: name.optional(),
        clusters: z.array(name),
      }),
    )
    .min(1)
    .optional(),
  clusters: z
    .record(
      z.string(),
      z.strictObject({
        displayName: name.optional(),
        region: name.optional(),
        kubectlContext: name.optional(),
        defaultMesh: name.optional(),
        aliases: z.record(z.string(), name).optional(),
      }),
    )
    .optional(),
});

type RawConfig = z.infer<typeof meshSchema>;

/** Problems that no single key shows: names taken twice, clusters in two sets. */
function conflicts(raw: RawConfig): string[] {
  const problems: string[] = [];
  const names = new Set<string>();
  const homes = new Map<string, string>();
  raw.clusterSets?.forEach((set, index) => {
    const key = `mesh.clusterSets[${index}]`;
    if (names.has(set.name)) {
      problems.push(`${key}.name: ${set.name} is the name of another set`);
    }
    if (set.name === UNASSIGNED_SET) {
      problems.push(
        `${key}.name: ${UNASSIGNED_SET} is kept for clusters that no set lists`,
      );
    }
    names.add(set.name);
    set.clusters.forEach((cluster, position) => {
      const home = homes.get(cluster);
      if (home !== undefined) {
        problems.push(
          `${key}.clusters[${position}]: ${cluster} is in set ${home} already; a cluster may be in one set only`,
        );
      }
      homes.set(cluster, home ?? set.name);
    });
  });
  return problems;
}

function titleOf(setName: string): string {
  return setName.charAt(0).toLocaleUpperCase('en-US') + setName.slice(1);
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
 * with the allowed values; no configuration at all is fine.
 */
export function readMeshConfig(rootConfig: Config): MeshConfig {
  const parsed = meshSchema.safeParse(rootConfig.getOptional('mesh') ?? {}, {
    reportInput: true,
  });
  if (!parsed.success) {
    return failWith(
      describeProblems(parsed.error, { schema: meshSchema, prefix: 'mesh' }),
    );
  }
  const problems = conflicts(parsed.data);
  if (problems.length > 0) return failWith(problems);
  return {
    clusterSets: (parsed.data.clusterSets ?? []).map(set => ({
      ...set,
      title: set.title ?? titleOf(set.name),
    })),
    clusters: new Map(
      Object.entries(parsed.data.clusters ?? {}).map(([cluster, entry]) => [
        cluster,
        { ...entry, aliases: entry.aliases ?? {} },
      ]),
    ),
  };
}
