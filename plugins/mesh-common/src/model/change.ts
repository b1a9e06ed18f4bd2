import { z } from 'zod';
import { writerSchema } from './namespace';
import { objectRefSchema } from './reference';
import { textSchema } from './text';

/**
 * One field that a change sets. Without `value` it is removed; the value of a restart is
 * the time of its delivery, which is not known before. Without `was` it is not there now.
 */
export const fieldChangeSchema = z.object({
  /** Keys from the root of the object, as in `['metadata', 'labels', 'team']`. */
  path: z.array(z.string()),
  value: z.unknown().optional(),
  was: z.unknown().optional(),
});

/** {@inheritDoc fieldChangeSchema} */
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/**
 * What is done to one object, and nothing but that: `fields` names only what is set. `uid`
 * is that of the object that it was planned against; absent where there was none.
 * `before`, `after` and `diff` (unified) show exactly this as YAML, for people.
 */
export const exactChangeSchema = z.object({
  object: objectRefSchema,
  writer: writerSchema,
  operation: z.enum(['create', 'patch', 'delete', 'restart']),
  uid: z.string().optional(),
  fields: z.array(fieldChangeSchema),
  before: z.string().optional(),
  after: z.string().optional(),
  diff: z.string(),
});

/** {@inheritDoc exactChangeSchema} */
export type ExactChange = z.infer<typeof exactChangeSchema>;

export const waitConditionSchema = z.object({
  /** What is waited for; stable, for scripts. */
  code: z.string(),
  text: textSchema,
});

/** What has to be so before something goes on. */
export type WaitCondition = z.infer<typeof waitConditionSchema>;

export const phaseStateSchema = z.enum([
  'planned',
  'approved',
  'delivering',
  'waiting',
  'paused',
  'failed',
  'done',
]);

/**
 * Where a phase stands: `planned` is not approved yet; `waiting` is delivered, and what it
 * waits for has not been seen; `paused` goes on when somebody says so.
 */
export type PhaseState = z.infer<typeof phaseStateSchema>;

/** What a plan says of a phase; phases are delivered one after the other. */
export const plannedPhaseSchema = z.object({
  /** Unique in its request: `labels`, `restart`. */
  id: z.string(),
  title: textSchema,
  /** `own`: somebody has to let it run after the one before is done. */
  approval: z.enum(['with-request', 'own']),
  /** What has to be seen before the next phase starts. */
  waitFor: waitConditionSchema.optional(),
  changes: z.array(exactChangeSchema),
});

/** {@inheritDoc plannedPhaseSchema} */
export type PlannedPhase = z.infer<typeof plannedPhaseSchema>;

export const phaseSchema = plannedPhaseSchema.extend({
  state: phaseStateSchema,
});

/** A phase of a request, and where it stands. */
export type Phase = z.infer<typeof phaseSchema>;
