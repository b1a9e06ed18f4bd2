import {
  objectKey,
  type ExactChange,
  type ObjectRef,
  type PlannedPhase,
  type Text,
  type Writer,
} from '@meshport/plugin-mesh-common';
import { canonicalJson } from '../contentHash';
import { type KubernetesObject, plannedAgainst, valueAt } from './liveObject';
import type { RenderedChange, RenderedPhase } from './render/Rendered';
import { showChange, withFields } from './showChange';

/** One object as it is now. `unreadable`: whether it is there is not known. */
export type LiveObject =
  | { readonly state: 'found'; readonly object: KubernetesObject }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly reason: Text };

/** What is there now. */
interface PlanAgainst {
  /** The object; undefined where there is none. */
  readonly live: (ref: ObjectRef) => KubernetesObject | undefined;
  readonly writerOf: (ref: ObjectRef) => Writer;
}

/** Objects as they will be after the changes before. */
type Later = Map<string, KubernetesObject | undefined>;

/** The fields that are not so already. */
function differing(
  { fields }: RenderedChange,
  live: KubernetesObject | undefined,
): RenderedChange['fields'] {
  return fields.filter(
    ({ path, value }) =>
      canonicalJson(valueAt(live, path) ?? null) !==
      canonicalJson(value ?? null),
  );
}

/** Undefined where everything is so already. What is to be made and is there is changed. */
function needed(
  change: RenderedChange,
  live: KubernetesObject | undefined,
): RenderedChange | undefined {
  const { operation } = change;
  if (operation === 'restart') return change;
  if (operation === 'delete') return live ? change : undefined;
  if (operation === 'create' && !live) return change;
  const fields = differing(change, live);
  if (fields.length === 0) return undefined;
  return { ...change, operation: 'patch', fields };
}

function exact(
  change: RenderedChange,
  live: KubernetesObject | undefined,
  writer: Writer,
): ExactChange {
  const planned = plannedAgainst(
    { ...change, fields: [...change.fields], writer, diff: '' },
    live,
  );
  return { ...planned, ...showChange(planned, live) };
}

/**
 * The changes that are needed, phase by phase, with what they replace: each against the
 * object as the changes before it will have left it. Phases without any are left out.
 */
export function plan(
  phases: readonly RenderedPhase[],
  { live, writerOf }: PlanAgainst,
): PlannedPhase[] {
  const later: Later = new Map();
  const planned = (rendered: RenderedChange): ExactChange[] => {
    const key = objectKey(rendered.object);
    const now = later.has(key) ? later.get(key) : live(rendered.object);
    const change = needed(rendered, now);
    if (!change) return [];
    const { operation, fields } = change;
    const isGone = operation === 'delete';
    later.set(key, isGone ? undefined : withFields(now ?? {}, [...fields]));
    return [exact(change, now, writerOf(rendered.object))];
  };
  return phases
    .map(({ changes, ...phase }) => ({
      ...phase,
      changes: changes.flatMap(planned),
    }))
    .filter(({ changes }) => changes.length > 0);
}
