import {
  objectKey,
  type Affects,
  type ExactChange,
  type PlannedPhase,
  type PreflightFinding,
} from '@meshport/plugin-mesh-common';
import { contentHash } from '../contentHash';

/** What a decision is about. */
export interface Decided {
  readonly phases: readonly PlannedPhase[];
  readonly blockers: readonly Pick<PreflightFinding, 'check'>[];
  readonly affects: Pick<Affects, 'workloads'>;
}

/**
 * The change itself, whether its object was there and was the same one, and the live values
 * of the fields that would be set. Not who writes the object, nor the lines around a change
 * that people are shown: these tell of fields that the change leaves alone.
 */
function whatCounts({ object, operation, uid, fields }: ExactChange) {
  return {
    object: objectKey(object),
    operation,
    uid: uid ?? null,
    fields: fields
      .map(({ path, value, was }) => ({ path, value, was }))
      .sort((a, b) => (a.path.join('\0') < b.path.join('\0') ? -1 : 1)),
  };
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/**
 * SHA-256 over canonical JSON of what a decision is about: the exact changes phase by phase,
 * what they were planned against, the ids of blockers, and the workloads concerned. Equal
 * as long as approving then and applying now are the same thing.
 */
export function requestHash({ phases, blockers, affects }: Decided): string {
  return contentHash({
    phases: phases.map(({ id, approval, waitFor, changes }) => ({
      id,
      approval,
      waitFor: waitFor?.code ?? null,
      changes: changes
        .map(whatCounts)
        .sort((a, b) => (a.object < b.object ? -1 : 1)),
    })),
    blockers: sorted(blockers.map(({ check }) => check)),
    workloads: sorted(affects.workloads.map(objectKey)),
  });
}
