import {
  type Setup,
  type SetupCluster,
  type SetupStore,
  text,
  type Text,
} from '@meshport/plugin-mesh-common';
import { isOutdated } from '../metrics/isOutdated';
import type { MetricsState, StoreState } from '../metrics/MetricsState';
import { METRICS_SETUP_YAML } from '../metrics/setupYaml';
import type { StoreReport } from '../metrics/StoreReport';
import type { ClusterView } from './ClusterView';

/** A store as it is configured. */
interface ConfiguredStore {
  readonly name: string;
  readonly url: string;
  readonly clusterLabel?: string;
}

/** All metrics stores, and how asking them goes: input of {@link setupStores}. */
export interface StoreUpkeep {
  /** In the configured order. */
  readonly stores: readonly ConfiguredStore[];
  readonly state: MetricsState;
  /** By the name of the store. */
  readonly reports: ReadonlyMap<string, StoreReport>;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function statusOf(
  { tick, receivedAt, fault }: StoreState,
  now: number,
): SetupStore['status'] {
  if (!fault) return tick ? 'live' : 'starting';
  const hasNumbers = receivedAt !== undefined && !isOutdated(receivedAt, now);
  return hasNumbers ? 'stale' : 'unavailable';
}

function notesOf(
  { name: store, clusterLabel }: ConfiguredStore,
  { tick }: StoreState,
  served: readonly string[],
): Text[] {
  const values = tick?.unknownClusters.join(', ');
  const clusters = served.join(', ');
  return [
    ...(clusterLabel === undefined && served.length > 1
      ? [text('setup.store-without-label', { store, clusters })]
      : []),
    ...(values ? [text('setup.store-unknown-values', { store, values })] : []),
    ...(tick?.notes ?? []),
  ];
}

function refreshOf({ at, milliseconds, queries, bytes }: StoreReport) {
  return { at: iso(at), milliseconds, queries, bytes };
}

function setupStore(
  store: ConfiguredStore,
  { state, reports }: StoreUpkeep,
  served: readonly string[],
): SetupStore {
  const { name, url } = store;
  const known = state.stores.get(name) ?? { store: name, budgets: [] };
  const report = reports.get(name);
  const { fault: reason, receivedAt } = known;
  const skew = report?.clockSkewMilliseconds;
  const isOld = reason !== undefined && receivedAt !== undefined;
  return {
    name,
    url,
    status: statusOf(known, state.at),
    ...(reason ? { reason } : {}),
    ...(isOld ? { observedAt: iso(receivedAt) } : {}),
    ...(report ? { refresh: refreshOf(report) } : {}),
    ...(skew === undefined ? {} : { clockSkewMilliseconds: skew }),
    clusters: [...(known.tick?.clusters ?? [])],
    notes: notesOf(store, known, served),
  };
}

/** What the value of the cluster label has to be for a cluster. */
function labelValue({ name, names }: ClusterView): string {
  const inStores = names?.find(({ system }) => system === 'metrics');
  return inStores?.alias ?? name;
}

function labelOf({ clusterLabel }: ConfiguredStore, cluster: ClusterView) {
  if (clusterLabel === undefined) return undefined;
  return { name: clusterLabel, value: labelValue(cluster) };
}

/** Where the numbers of a cluster come from; undefined where no store is configured. */
export function clusterMetrics(
  cluster: ClusterView,
  { stores, state }: StoreUpkeep,
): SetupCluster['metrics'] {
  if (stores.length === 0) return undefined;
  const name = state.storeOf(cluster.name);
  const store = stores.find(one => one.name === name);
  if (!store) {
    const params = { cluster: cluster.name };
    return { reason: text('setup.store-of-cluster-unknown', params) };
  }
  const label = labelOf(store, cluster);
  const { tick, fault } = state.stores.get(store.name) ?? {};
  const isFound = tick?.clusters.includes(cluster.name);
  // Where nothing counts calls there are no series that could be missed.
  const isCounted = !cluster.model || cluster.model.meshes.length > 0;
  const missing =
    label && isFound === false && isCounted
      ? text('setup.store-label-not-found', {
          store: store.name,
          cluster: cluster.name,
          label: label.name,
          value: label.value,
        })
      : undefined;
  const reason = fault ?? missing;
  return {
    store: store.name,
    ...(label ? { label } : {}),
    ...(isFound === undefined ? {} : { isFound }),
    ...(reason ? { reason } : {}),
  };
}

/** All metrics stores, or what to add where there is none. */
export function setupStores(
  clusters: readonly ClusterView[],
  upkeep: StoreUpkeep,
): Pick<Setup, 'stores' | 'storeAdvice'> {
  const { stores, state } = upkeep;
  if (stores.length === 0) {
    const configuration = METRICS_SETUP_YAML;
    return { storeAdvice: { text: text('setup.no-store'), configuration } };
  }
  return {
    stores: stores.map(store => {
      const served = clusters
        .map(({ name }) => name)
        .filter(cluster => state.storeOf(cluster) === store.name);
      return setupStore(store, upkeep, served);
    }),
  };
}
