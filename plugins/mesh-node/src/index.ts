/**
 * Contracts for meshes of the mesh plugin: what to watch, and pure functions over
 * snapshots of a cluster.
 *
 * @packageDocumentation
 */
export * from './Check';
export * from './ClusterSnapshot';
export * from './Mesh';
export * from './WatchedKind';
export * from './exports';
export * from './kinds/admissionKinds';
export * from './kinds/gatewayApiKinds';
export * from './kinds/labelSelectorSchema';
export * from './kinds/lenient';
export * from './kinds/mcsKinds';
export * from './kinds/schema';
export * from './kinds/sharedKinds';
export * from './matchesSelector';
export * from './meshExtensionPoint';
export * from './metrics';
export * from './promql/compact';
export * from './promql/counted';
export * from './promql/firstCalls';
export * from './promql/groupedQuery';
export * from './promql/groupedSeries';
export * from './promql/histograms';
export * from './promql/promql';
export * from './promql/serviceQueries';
export * from './quantity';
export * from './requestPermissions';
export * from './requestsOf';
export * from './snapshot/createSnapshot';
export type { Rollout } from './snapshot/rollout';
export * from './permissions';
export * from './unreadable';
