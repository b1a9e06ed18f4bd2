import type { Setup, Text } from '@meshport/plugin-mesh-common';
import type { MeshConfig } from '../config/readMeshConfig';
import type { CatalogEntity, EntityMatch } from '../core/catalog/EntityMatch';
import { setupAnswer } from '../core/views/setupAnswer';
import type { World } from '../core/views/World';
import type { ClusterSource } from '../io/kube/ClusterSource';
import type { ReadProcessUsage } from '../io/processUsage';
import { configWarnings } from './configWarnings';
import type { MetricsBook } from './MetricsBook';

/** Whoever knows how reading goes, and what it costs. */
export interface Upkeep {
  readonly source: Pick<ClusterSource, 'clusters' | 'listFailure'>;
  readonly processUsage: ReadProcessUsage;
  /** What was found wrong with the portal's configuration at start. */
  readonly warnings: readonly Text[];
  readonly metrics: Pick<MetricsBook, 'state' | 'reports'>;
}

/** The state of the installation, from memory. */
export function readSetup(
  world: World,
  input: {
    readonly config: MeshConfig;
    readonly upkeep: Upkeep;
    /** Names of the clusters that are listed. */
    readonly clusters: readonly string[];
    /** Undefined until the catalog has been read. */
    readonly entities: readonly CatalogEntity[] | undefined;
    readonly matches: readonly EntityMatch[];
  },
): Setup {
  const { config, upkeep, entities, matches } = input;
  const { source, processUsage, warnings, metrics } = upkeep;
  return setupAnswer(world, {
    upkeep: new Map(
      source
        .clusters()
        .map(state => [
          state.name,
          { credentials: state.credentials, ...state.report() },
        ]),
    ),
    listFailure: source.listFailure(),
    warnings: [...warnings, ...configWarnings(config, input.clusters)],
    process: processUsage(),
    metrics: {
      stores: [...config.metrics.stores.values()],
      state: metrics.state(),
      reports: metrics.reports(),
    },
    catalog: {
      isRead: entities !== undefined,
      entities: entities?.length ?? 0,
      matched: matches.filter(
        ({ services, workloads }) => services.length + workloads.length > 0,
      ).length,
    },
  });
}
