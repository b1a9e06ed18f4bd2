import { z } from 'zod';
import { plannedPhaseSchema } from './change';
import { footprintSchema } from './cluster';
import { objectRefSchema } from './reference';
import { requestFormSchema } from './requestForm';
import { textSchema } from './text';

/**
 * What a check found. `check` is its id, which is also the name of its page in the docs;
 * several findings of one check are told apart by their subjects.
 */
export const preflightFindingSchema = z.object({
  check: z.string(),
  audience: z.enum(['owner', 'platform']),
  subject: objectRefSchema,
  text: textSchema,
  evidence: z.array(objectRefSchema),
  remedy: z
    .object({
      text: textSchema,
      manifest: z.string().optional(),
      command: z.string().optional(),
    })
    .optional(),
});

/** {@inheritDoc preflightFindingSchema} */
export type PreflightFinding = z.infer<typeof preflightFindingSchema>;

/** Whom and what a request concerns besides the objects that it changes. */
export const affectsSchema = z.object({
  /** Entity refs of owners of what is concerned, co-owners included. */
  owners: z.array(z.string()),
  /** Workloads whose way into the mesh, or whose pods, it changes. */
  workloads: z.array(objectRefSchema),
  /** Workloads that call these, as far as traffic tells. */
  callers: z.array(objectRefSchema),
  /** Further ones that whoever asked may not be told of, or that nobody could name. */
  hiddenCallers: z.number().optional(),
  restarts: z.object({ workloads: z.number(), pods: z.number() }),
  /** What the mesh asks for in addition. */
  footprint: z.array(footprintSchema),
  /** What is left of quotas for requests once the proxies are there. */
  quota: z
    .array(
      z.object({
        cluster: z.string(),
        /** `requests.cpu`, `requests.memory` */
        resource: z.string(),
        /** 0..1 of the quota; below 0 the proxies do not fit. */
        shareLeft: z.number(),
      }),
    )
    .optional(),
});

/** {@inheritDoc affectsSchema} */
export type Affects = z.infer<typeof affectsSchema>;

/**
 * A form worked out against the live clusters. `hash` names exactly these changes and what
 * they were planned against. `blockers` stop it; each of the `warnings` has to be accepted
 * by the id of its check; `unknown` says what could not be read, which is never a pass.
 * `undo` is in words how it is taken back, and the form that does so, where there is one.
 */
export const preflightSchema = z.object({
  form: requestFormSchema,
  at: z.string(),
  hash: z.string(),
  phases: z.array(plannedPhaseSchema),
  blockers: z.array(preflightFindingSchema),
  warnings: z.array(preflightFindingSchema),
  unknown: z.array(z.object({ check: z.string(), text: textSchema })),
  affects: affectsSchema,
  undo: z.object({ text: textSchema, form: requestFormSchema.optional() }),
});

/** {@inheritDoc preflightSchema} */
export type Preflight = z.infer<typeof preflightSchema>;
