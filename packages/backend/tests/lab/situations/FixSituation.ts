import {
  aNamespace,
  aWorkload,
  type Manifest,
  type WorkloadOptions,
} from './manifests';

/** One state on the way: what the portal must say, and what it prints against it. */
export interface Stage {
  /** As in {@link Appearance}. */
  says: string;
  /** Id of the sentence of the first reason, where the code has several. */
  text?: string;
  /** Id of the fix's sentence; `undefined`: no fix is printed. */
  fix?: string;
  /**
   * What leads to the next stage: the printed command (default); the printed YAML, written into the object's own manifest
   * (which is what keeps the rest of it) and applied; for a fix in words, to delete what `before` made and make it again,
   * or these lines.
   */
  by?: 'command' | 'manifest' | 'recreation' | readonly string[];
}

/** A workload in a namespace of its own, how it gets into trouble, and how the printed fixes lead out of it. */
export interface FixSituation {
  title: string;
  /** Whose entry is meant, where several meshes have one. */
  mesh?: string;
  namespace: string;
  name?: string;
  before: readonly Manifest[];
  /** Pods that have to run (or wait for a node) before the lines of `then` are pasted. */
  pods: number;
  then?: readonly string[];
  stages: readonly Stage[];
  /** What else was changed for it is put right again at the end. */
  undo?: readonly string[];
}

export const ENROLLED: Stage = { says: 'enrolled 2/2 -' };
export const RESTART: Stage = {
  says: 'pending-restart 0/2 pod-predates-injection',
  fix: 'fix.restart.enrol',
};

/** Several meshes are installed, and nobody has said which one is the default. */
export const CHOOSE: Stage = {
  says: 'not-enrolled 0/2 namespace-not-labelled',
  fix: 'fix.choose-mesh',
};

/** Labels a namespace. */
export function label(namespace: string, ...labels: readonly string[]): string {
  return `kubectl label namespace ${namespace} ${labels.join(' ')} --overwrite`;
}

/** A workload `app` with its Service in a namespace of its own. */
export function simple(
  namespace: string,
  labels: Readonly<Record<string, string>>,
  options: WorkloadOptions = {},
): Pick<FixSituation, 'namespace' | 'before' | 'pods'> {
  return {
    namespace,
    before: [
      aNamespace(namespace, labels),
      ...aWorkload(namespace, 'app', options),
    ],
    pods: options.kind === 'DaemonSet' ? 4 : 2,
  };
}
