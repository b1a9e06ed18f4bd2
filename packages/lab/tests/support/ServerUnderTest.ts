/** A Kubernetes API server that the suite can be run on. */
export interface ServerUnderTest {
  url: string;
  caPem: string;
  /** May do everything; belongs to the group system:masters. */
  adminToken: string;
  /** Of the user `nobody`, who may do nothing beyond discovery. */
  nobodyToken: string;
  /** Kubeconfig of the administrator. */
  kubeconfigPath: string;
  /** Runs kubectl as the administrator; resolves with standard output, rejects with standard error. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** Forgets every change so far, as a restart and compaction do; open watches may end. */
  forgetHistory(): Promise<void>;
  stop(): Promise<void>;
}
