import type { KubeObject } from './KubeObject.ts';
import { expired } from './StatusError.ts';

type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One committed write; `object` of a deletion is the last state with the deletion's resourceVersion. */
export interface Change {
  type: ChangeType;
  resource: string;
  resourceVersion: number;
  object: KubeObject;
  previous?: KubeObject;
}

/**
 * The log of one cluster's writes. It answers "what happened since" for watches and "what was it like at" for
 * the later pages of a list, and forgets: a watch that starts before the horizon gets 410, as on a real server
 * after a restart or compaction.
 */
export class History {
  private changes: Change[] = [];
  private horizon = 0;
  private readonly limit: number;

  /** `limit`: how many changes are remembered at most. */
  constructor(limit: number) {
    this.limit = limit;
  }

  append(change: Change): void {
    this.changes.push(change);
    // Trimmed in blocks, so that appending stays cheap.
    if (this.changes.length > this.limit * 1.25) {
      const dropped = this.changes.splice(0, this.changes.length - this.limit);
      this.horizon = dropped[dropped.length - 1].resourceVersion;
    }
  }

  /** Forgets everything up to and including `resourceVersion`. */
  compact(resourceVersion: number): void {
    this.changes = this.changes.filter(
      c => c.resourceVersion > resourceVersion,
    );
    this.horizon = Math.max(this.horizon, resourceVersion);
  }

  /** The changes after `resourceVersion`, oldest first; 410 if some of them are forgotten. */
  since(resource: string, resourceVersion: number): Change[] {
    if (resourceVersion < this.horizon) {
      throw expired(
        `too old resource version: ${resourceVersion} (${this.horizon})`,
      );
    }
    return this.changes
      .slice(this.firstAfter(resourceVersion))
      .filter(c => c.resource === resource);
  }

  remembers(resourceVersion: number): boolean {
    return resourceVersion >= this.horizon;
  }

  /** Index of the first change after `resourceVersion`; the log is ordered. */
  private firstAfter(resourceVersion: number): number {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.changes[middle].resourceVersion <= resourceVersion) {
        low = middle + 1;
      } else high = middle;
    }
    return low;
  }
}
