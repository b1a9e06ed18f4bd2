import type { BundleName } from '../apiserver/kinds/bundles.ts';
import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { LoadBalancers } from '../controllers/loadBalancers.ts';
import type { Behaviour } from '../kubelet/behaviours.ts';
import type { FleetFiles } from './fleetFiles.ts';

/** One simulated cluster as its files describe it; see the README for the formats. */
export interface World {
  name: string;
  title: string;
  /** What `GET /version` answers as gitVersion. */
  kubernetesVersion: string;
  /** The kinds it serves besides those of Kubernetes itself. */
  serves: readonly BundleName[];
  /** Without it Services of type LoadBalancer stay pending. */
  loadBalancers?: LoadBalancers;
  behaviours: readonly Behaviour[];
  /** Kubernetes objects by the file they are in. */
  manifests: Readonly<Record<string, readonly DraftObject[]>>;
  /** What is written of the repository that Flux follows, of all clusters. */
  fleet: FleetFiles;
  history: readonly HistoryStep[];
}

export interface ObjectSelection {
  /** Where several groups have a kind of that name; else the first that the cluster serves. */
  apiVersion?: string;
  kind: string;
  namespace?: string;
  name?: string;
  /** Instead of a name. */
  matchLabels?: Record<string, string>;
  /** Which of those that match, by age, youngest last; 0 is the first. */
  pick?: number;
}

/** Something that happened `age` milliseconds before the lab starts. */
export interface HistoryStep {
  age: number;
  /** Field manager that the writes are recorded under. */
  manager: string;
  action: HistoryAction;
}

export type HistoryAction =
  | { type: 'apply'; files: readonly string[] }
  /** JSON merge patch. */
  | { type: 'patch'; target: ObjectSelection; patch: Record<string, unknown> }
  | { type: 'restart'; target: ObjectSelection }
  | { type: 'delete'; target: ObjectSelection };
