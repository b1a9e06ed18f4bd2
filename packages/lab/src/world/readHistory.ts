import { isJsonObject, type JsonObject } from '../apiserver/KubeObject.ts';
import { KUSTOMIZE_CONTROLLER } from '../flux/kustomizationController.ts';
import { synced } from './fleetFiles.ts';
import type { HistoryAction, HistoryStep, ObjectSelection } from './World.ts';

const units: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};
const actions = ['apply', 'sync', 'patch', 'restart', 'delete'];

/** `3d4h` as milliseconds. */
export function parseAge(text: unknown): number {
  const parts = typeof text === 'string' ? text.match(/\d+[dhms]/g) : null;
  if (!parts || parts.join('') !== text) {
    throw new Error(
      `"${String(text)}" is no age; write it like 3d, 6d4h or 25m`,
    );
  }
  return parts.reduce(
    (sum, part) => sum + Number(part.slice(0, -1)) * units[part.slice(-1)],
    0,
  );
}

/** Reads `history.yaml`; throws with the number of the step that is wrong. Steps come out oldest first. */
export function readHistory(content: unknown): HistoryStep[] {
  const steps = isJsonObject(content) ? content.steps : undefined;
  if (!Array.isArray(steps))
    throw new Error('history.yaml needs a list "steps"');
  return steps
    .map((step, i) => {
      try {
        return readStep(step);
      } catch (error) {
        throw new Error(
          `Step ${i + 1} of history.yaml: ${(error as Error).message}`,
          { cause: error },
        );
      }
    })
    .sort((a, b) => b.age - a.age);
}

function readStep(step: unknown): HistoryStep {
  if (!isJsonObject(step)) throw new Error('is no mapping');
  const { at, manager = step.sync && KUSTOMIZE_CONTROLLER } = step;
  if (typeof manager !== 'string') throw new Error('needs a "manager"');
  const named = actions.filter(action => step[action] !== undefined);
  if (named.length !== 1)
    throw new Error(`needs exactly one of ${actions.join(', ')}`);
  return { age: parseAge(at), manager, action: readAction(step) };
}

function readAction(step: JsonObject): HistoryAction {
  if (Array.isArray(step.apply))
    return { type: 'apply', files: step.apply.map(String) };
  if (Array.isArray(step.sync))
    return {
      type: 'apply',
      files: step.sync.map(name => synced(String(name))),
    };
  if (step.patch !== undefined) {
    if (!isJsonObject(step.with))
      throw new Error('a patch needs "with", a JSON merge patch');
    return {
      type: 'patch',
      target: readSelection(step.patch),
      patch: step.with,
    };
  }
  if (step.restart !== undefined)
    return { type: 'restart', target: readSelection(step.restart) };
  if (step.delete !== undefined)
    return { type: 'delete', target: readSelection(step.delete) };
  throw new Error(
    '"apply" needs a list of files, "sync" one of Kustomizations',
  );
}

function readSelection(value: unknown): ObjectSelection {
  if (!isJsonObject(value) || typeof value.kind !== 'string')
    throw new Error('the object needs a "kind"');
  if (typeof value.name !== 'string' && !isJsonObject(value.matchLabels)) {
    throw new Error('the object needs a "name" or "matchLabels"');
  }
  // The fields are checked above as far as the replay depends on them; a wrong one selects nothing, which it reports.
  return value as unknown as ObjectSelection;
}
