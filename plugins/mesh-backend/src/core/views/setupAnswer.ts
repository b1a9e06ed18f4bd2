import {
  missingRuleManifest,
  type Setup,
  type SetupCluster,
  type SourceStatus,
  text,
  type Text,
} from '@meshport/plugin-mesh-common';
import type { ClusterView } from './ClusterView';
import { credentialAdvice } from './credentialAdvice';
import { clusterMetrics, setupStores, type StoreUpkeep } from './setupStores';
import { clusterStatus, sourcesOf } from './sources';
import type { World } from './World';

/** How well a cluster can be read: input of {@link setupAnswer}. */
export interface ClusterUpkeep {
  readonly credentials: string;
  readonly kinds: readonly {
    readonly part: string;
    readonly status: SourceStatus;
    readonly objects: number;
    readonly reason?: Text;
    readonly observedAt?: string;
  }[];
  readonly watches: number;
  readonly clockSkewMilliseconds?: number;
}

/** Share of the services that stand in a cluster that some catalog entity has. */
function matchedByCluster(
  world: World,
): ReadonlyMap<string, SetupCluster['matched']> {
  const counts = new Map<string, SetupCluster['matched']>();
  for (const { instances, entityRefs } of world.services.values()) {
    for (const { instance } of instances) {
      if (instance.kind !== 'local') continue;
      const known = counts.get(instance.cluster);
      counts.set(instance.cluster, {
        services: (known?.services ?? 0) + (entityRefs.length > 0 ? 1 : 0),
        total: (known?.total ?? 0) + 1,
      });
    }
  }
  return counts;
}

/** What a cluster is called in each system, and why that leads nowhere, if so. */
function namesOf({ names }: ClusterView): SetupCluster['aliases'] {
  return (names ?? []).map(({ system, alias, source, conflict }) => ({
    system,
    alias,
    source,
    ...(conflict ? { conflict } : {}),
  }));
}

/** The rules for all kinds that may not be read; each has its own role, so they add up. */
function allRules(kinds: SetupCluster['kinds']): string | undefined {
  const manifests = kinds.flatMap(({ manifest }) => manifest ?? []);
  const different = [...new Set(manifests)];
  return different.length > 0 ? different.join('---\n') : undefined;
}

function kindsOf({ kinds }: ClusterUpkeep): SetupCluster['kinds'] {
  return kinds.map(kind => {
    const manifest = kind.reason && missingRuleManifest(kind.reason);
    return {
      part: kind.part,
      status: kind.status,
      objects: kind.objects,
      ...(kind.reason ? { reason: kind.reason } : {}),
      ...(kind.observedAt ? { observedAt: kind.observedAt } : {}),
      ...(manifest ? { manifest } : {}),
    };
  });
}

function setupCluster(
  view: ClusterView,
  {
    upkeep,
    matched,
    metrics,
  }: {
    upkeep: ClusterUpkeep;
    matched: SetupCluster['matched'];
    metrics: SetupCluster['metrics'];
  },
): SetupCluster {
  const kinds = kindsOf(upkeep);
  const manifest = allRules(kinds);
  const advice = credentialAdvice(view.name, upkeep.credentials);
  const { kubernetesVersion } = view.reachability;
  const { clockSkewMilliseconds } = upkeep;
  // The first row is that of the cluster as a whole.
  const [{ reason, observedAt }] = sourcesOf([view]);
  return {
    name: view.name,
    displayName: view.displayName,
    set: view.set,
    kubectlContext: view.kubectlContext,
    status: clusterStatus(view),
    ...(reason ? { reason } : {}),
    ...(observedAt ? { observedAt } : {}),
    ...(kubernetesVersion ? { kubernetesVersion } : {}),
    credentials: upkeep.credentials,
    ...(advice ? { advice } : {}),
    kinds,
    ...(manifest ? { manifest } : {}),
    aliases: namesOf(view),
    matched,
    ...(metrics ? { metrics } : {}),
    ...(clockSkewMilliseconds === undefined ? {} : { clockSkewMilliseconds }),
    watches: upkeep.watches,
    objects: kinds.reduce((sum, { objects }) => sum + objects, 0),
  };
}

const NOT_WATCHED: ClusterUpkeep = { credentials: '', kinds: [], watches: 0 };

/** The state of the installation. `upkeep` is by the name of the cluster. */
export function setupAnswer(
  world: World,
  input: {
    readonly upkeep: ReadonlyMap<string, ClusterUpkeep>;
    readonly listFailure?: Text;
    readonly warnings: readonly Text[];
    readonly process: Setup['process'];
    readonly catalog: Setup['catalog'];
    readonly metrics: StoreUpkeep;
  },
): Setup {
  const { upkeep, listFailure, process, catalog, metrics } = input;
  const matched = matchedByCluster(world);
  return {
    sets: [...world.sets],
    clusters: world.clusters.map(view =>
      setupCluster(view, {
        upkeep: upkeep.get(view.name) ?? NOT_WATCHED,
        matched: matched.get(view.name) ?? { services: 0, total: 0 },
        metrics: clusterMetrics(view, metrics),
      }),
    ),
    ...(listFailure ? { clusterList: listFailure } : {}),
    warnings: [
      ...input.warnings,
      ...(catalog.isRead ? [] : [text('setup.catalog-not-read')]),
    ],
    ...setupStores(world.clusters, metrics),
    process,
    catalog,
  };
}
