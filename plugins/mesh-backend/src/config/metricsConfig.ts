import type { Matcher } from '@meshport/plugin-mesh-node';
import type { z } from 'zod';
import type {
  linksSchema,
  metricsSchema,
  objectivesSchema,
} from './metricsSchema';
import { parseMatchers } from './parseMatchers';

/** A store with the Prometheus HTTP API; `headers` to `basic` hold secrets. */
export interface StoreConfig {
  readonly name: string;
  /** Without a slash at the end; `/api/v1/query` follows. */
  readonly url: string;
  /** Label that names the cluster; undefined where the store is of one cluster alone. */
  readonly clusterLabel?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bearerToken?: string;
  readonly basic?: { readonly username: string; readonly password: string };
  /** Value of the header X-Scope-OrgID. */
  readonly tenant?: string;
  /** PEM file with the authorities to trust instead of the system's. */
  readonly caFile?: string;
  /** Added to every selector. */
  readonly matchers: readonly Matcher[];
  /** Address for people; they get no link without it. */
  readonly publicUrl?: string;
}

/** Where numbers come from and how often. */
export interface MetricsConfig {
  /** In the configured order; by name. */
  readonly stores: ReadonlyMap<string, StoreConfig>;
  readonly refreshSeconds: number;
  /** Seconds that rates are counted over. */
  readonly windowSeconds: number;
}

/** What the platform asks of all services; what is left out is the plugin's default. */
export interface ObjectivesConfig {
  /** 0..1 */
  readonly successRatio?: number;
  readonly p99Ms?: number;
  readonly crossClusterOverheadMs?: number;
  readonly minRequests?: number;
}

/** Tools that pages link to. */
type LinkTool = keyof z.infer<typeof linksSchema>;

/** Address of a tool: everywhere the same, or by cluster. */
export type LinksConfig = ReadonlyMap<
  LinkTool,
  string | Readonly<Record<string, string>>
>;

const DEFAULT_REFRESH_SECONDS = 15;
const DEFAULT_WINDOW_SECONDS = 300;

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

type WrittenStore = NonNullable<
  z.infer<typeof metricsSchema>['stores']
>[string];

function storeConfig(name: string, written: WrittenStore): StoreConfig {
  const { url, headers, matchers, publicUrl, ...rest } = written;
  return {
    ...rest,
    name,
    url: withoutSlash(url),
    headers: headers ?? {},
    matchers: parseMatchers(matchers ?? '') ?? [],
    ...(publicUrl ? { publicUrl: withoutSlash(publicUrl) } : {}),
  };
}

/** `mesh.metrics`, with what follows from leaving things out. */
export function metricsConfig(
  written: z.infer<typeof metricsSchema> = {},
): MetricsConfig {
  const { stores = {}, refresh, window } = written;
  return {
    stores: new Map(
      Object.entries(stores).map(([name, one]) => [
        name,
        storeConfig(name, one),
      ]),
    ),
    refreshSeconds: refresh?.seconds ?? DEFAULT_REFRESH_SECONDS,
    windowSeconds: window?.seconds ?? DEFAULT_WINDOW_SECONDS,
  };
}

/** `mesh.objectives`; percent becomes 0..1. */
export function objectivesConfig(
  written: z.infer<typeof objectivesSchema> = {},
): ObjectivesConfig {
  const { success, p99, crossClusterOverhead, minRequests } = written;
  return {
    ...(success === undefined ? {} : { successRatio: success / 100 }),
    ...(p99 ? { p99Ms: p99.milliseconds } : {}),
    ...(crossClusterOverhead
      ? { crossClusterOverheadMs: crossClusterOverhead.milliseconds }
      : {}),
    ...(minRequests === undefined ? {} : { minRequests }),
  };
}

const TOOLS: readonly LinkTool[] = [
  'grafana',
  'kiali',
  'hubbleUi',
  'jaeger',
  'tempo',
  'linkerdViz',
  'consulUi',
];

/** `mesh.links`: only what is configured. */
export function linksConfig(
  written: z.infer<typeof linksSchema> = {},
): LinksConfig {
  return new Map(
    TOOLS.flatMap(tool => {
      const address = written[tool];
      if (address === undefined) return [];
      return [
        [
          tool,
          typeof address === 'string'
            ? withoutSlash(address)
            : Object.fromEntries(
                Object.entries(address).map(([cluster, one]) => [
                  cluster,
                  withoutSlash(one),
                ]),
              ),
        ] as const,
      ];
    }),
  );
}

/**
 * The store that has the numbers of a cluster: the one that it names; else the only one
 * that no cluster names; else, where there is only one at all, that. Undefined where
 * that leaves none or several.
 */
export function storeOfCluster(
  config: {
    readonly metrics: Pick<MetricsConfig, 'stores'>;
    readonly clusters: ReadonlyMap<string, { readonly metrics?: string }>;
  },
  cluster: string,
): StoreConfig | undefined {
  const { stores } = config.metrics;
  const named = config.clusters.get(cluster)?.metrics;
  if (named !== undefined) return stores.get(named);
  const taken = new Set(
    [...config.clusters.values()].flatMap(({ metrics }) => metrics ?? []),
  );
  const free = [...stores.values()].filter(({ name }) => !taken.has(name));
  const choice = stores.size === 1 ? [...stores.values()] : free;
  return choice.length === 1 ? choice[0] : undefined;
}
