import type {
  ExportView,
  Link,
  ObjectRef,
  RequestForm,
} from '@meshport/plugin-mesh-common';
import type {
  CheckContext,
  CheckedCaller,
  ClusterSnapshot,
} from '@meshport/plugin-mesh-node';
import type { ClusterModel } from '../model/ClusterModel';
import type { LiveObject } from './plan';

/** One cluster of a request, as far as it is known. */
export interface PreflightCluster {
  /** With what was read of the namespace for this request. */
  readonly snapshot: ClusterSnapshot;
  readonly reachability: CheckContext['reachability'];
  readonly model?: ClusterModel;
  /** Entity refs of the namespace's owners. */
  readonly owners: readonly string[];
  /** Of what the request is about; undefined where no metrics tell. */
  readonly callers?: readonly CheckedCaller[];
}

/** Everything that a form is worked out against. */
export interface PreflightInput {
  readonly form: RequestForm;
  /** ISO 8601. */
  readonly at: string;
  /** All clusters of the form, in its order. */
  readonly clusters: ReadonlyMap<string, PreflightCluster>;
  readonly live: (ref: ObjectRef) => LiveObject;
  readonly links: readonly Link[];
  readonly exports: readonly ExportView[];
  /** Whether the configuration keeps a namespace from being changed. */
  readonly isProtected: (namespace: string) => boolean;
}

/** The clusters of a form, each once. */
export function clustersOf(form: RequestForm): string[] {
  const named = 'clusters' in form ? form.clusters : [...form.from, ...form.to];
  return [...new Set(named)];
}
