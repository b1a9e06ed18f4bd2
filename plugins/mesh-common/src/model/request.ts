import { z } from 'zod';
import { phaseSchema, waitConditionSchema } from './change';
import { affectsSchema, preflightFindingSchema } from './preflight';
import { objectRefSchema } from './reference';
import { requestFormSchema, requestKindSchema } from './requestForm';
import { textSchema } from './text';

export const requestStateSchema = z.enum([
  'pending',
  'changes-asked',
  'approved',
  'delivering',
  'waiting',
  'partly-done',
  'out-of-date',
  'failed',
  'done',
  'rejected',
  'withdrawn',
  'expired',
]);

/**
 * Where a request stands, derived from its phases and deliveries. Nothing follows on
 * `done`, `rejected`, `withdrawn` and `expired`.
 */
export type RequestState = z.infer<typeof requestStateSchema>;

export const deliveryTypeSchema = z.enum(['apply', 'pull-request']);

/** How changes get into a cluster: written by the portal, or through a repository. */
export type DeliveryType = z.infer<typeof deliveryTypeSchema>;

/**
 * One thing that a delivery does, recorded before it is done and again after. `value` is
 * what was decided for it once, as the time of a restart, so that doing it again is the
 * same. A step without `endedAt` may or may not have had its effect.
 */
export const deliveryStepSchema = z.object({
  /** `restart`, `observe`, `open-pull-request`: the same name is the same kind of step. */
  name: z.string(),
  object: objectRefSchema.optional(),
  value: z.string().optional(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  result: z.enum(['done', 'failed']).optional(),
  text: textSchema.optional(),
});

/** {@inheritDoc deliveryStepSchema} */
export type DeliveryStep = z.infer<typeof deliveryStepSchema>;

export const deliveryStateSchema = z.enum([
  'planned',
  'delivering',
  'waiting',
  'paused',
  'failed',
  'done',
]);

/** What one phase does in one group of clusters. At most one per phase and cluster. */
export const deliverySchema = z.object({
  id: z.string(),
  /** Id of the phase. */
  phase: z.string(),
  clusters: z.array(z.string()),
  type: deliveryTypeSchema,
  /** Where it is approved: on the request, or by merging its pull request. */
  approval: z.enum(['portal', 'pull-request']),
  state: deliveryStateSchema,
  waitsFor: waitConditionSchema.optional(),
  /** Of the pull request. */
  url: z.string().optional(),
  /** Why it is paused or has failed. */
  error: textSchema.optional(),
  steps: z.array(deliveryStepSchema),
});

/** {@inheritDoc deliverySchema} */
export type Delivery = z.infer<typeof deliverySchema>;

export const requestEventCodeSchema = z.enum([
  'filed',
  'resubmitted',
  'commented',
  'approved',
  'rejected',
  'changes-asked',
  'withdrawn',
  'rechecked',
  'out-of-date',
  'expired',
  'reminded',
  'delivery-started',
  'step-started',
  'step-done',
  'step-failed',
  'delivery-waiting',
  'delivery-paused',
  'delivery-failed',
  'delivery-done',
  'phase-started',
  'paused',
  'continued',
  'retried',
  'undo-filed',
  'done',
]);

/** What can happen to a request; the codes are stable. */
export type RequestEventCode = z.infer<typeof requestEventCodeSchema>;

/** One line of a request's history, which only grows. */
export const requestEventSchema = z.object({
  at: z.string(),
  /** Entity ref of a person, or `mesh` for the portal itself. */
  by: z.string(),
  event: requestEventCodeSchema,
  text: textSchema,
  /** In the person's own words. */
  comment: z.string().optional(),
});

/** {@inheritDoc requestEventSchema} */
export type RequestEvent = z.infer<typeof requestEventSchema>;

/** What a request is about, for lists, filters and permissions. */
export const requestTargetSchema = z.object({
  clusters: z.array(z.string()),
  /** Cluster sets of these clusters. */
  sets: z.array(z.string()),
  namespace: z.string(),
  service: z.string().optional(),
  mesh: z.string().optional(),
});

/** {@inheritDoc requestTargetSchema} */
export type RequestTarget = z.infer<typeof requestTargetSchema>;

/**
 * Something that was asked of the platform team. `version` grows by one with every change;
 * `hash` names the exact changes and what they were planned against; `accepts` are the ids
 * of the warnings' checks that the requester has accepted.
 */
export const meshRequestSchema = z.object({
  id: z.string(),
  version: z.number(),
  kind: requestKindSchema,
  form: requestFormSchema,
  target: requestTargetSchema,
  state: requestStateSchema,
  /** What a request that is `waiting` waits for. */
  waitsFor: waitConditionSchema.optional(),
  requestedBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** When it expires if nobody decides. */
  expiresAt: z.string(),
  reason: z.string(),
  hash: z.string(),
  accepts: z.array(z.string()),
  phases: z.array(phaseSchema),
  deliveries: z.array(deliverySchema),
  preflight: z.object({
    blockers: z.array(preflightFindingSchema),
    warnings: z.array(preflightFindingSchema),
    at: z.string(),
  }),
  affects: affectsSchema,
  /** How it is taken back, and the form that does so, where there is one. */
  undo: z.object({ text: textSchema, form: requestFormSchema.optional() }),
  /** Id of the request that this one takes back. */
  undoes: z.string().optional(),
  /** Id of the request that takes this one back. */
  undoneBy: z.string().optional(),
  history: z.array(requestEventSchema),
});

/** {@inheritDoc meshRequestSchema} */
export type MeshRequest = z.infer<typeof meshRequestSchema>;

export const requestCommandNameSchema = z.enum([
  'approve',
  'reject',
  'ask-for-changes',
  'resubmit',
  'withdraw',
  'comment',
  'recheck',
  'continue',
  'pause',
  'retry',
]);

/** What people can do with a request. */
export type RequestCommandName = z.infer<typeof requestCommandNameSchema>;

/** What the caller may do with a request now, or why not. */
export const possibleCommandSchema = z.object({
  command: requestCommandNameSchema,
  allowed: z.boolean(),
  reason: textSchema.optional(),
});

/** {@inheritDoc possibleCommandSchema} */
export type PossibleCommand = z.infer<typeof possibleCommandSchema>;

/** A request as its page shows it; `told` are the entity refs that were notified of it. */
export const requestDetailsSchema = z.object({
  request: meshRequestSchema,
  commands: z.array(possibleCommandSchema),
  told: z.array(z.string()),
});

/** {@inheritDoc requestDetailsSchema} */
export type RequestDetails = z.infer<typeof requestDetailsSchema>;

/** A row of the list of requests: no YAML, no history. */
export const requestSummarySchema = meshRequestSchema
  .pick({
    id: true,
    version: true,
    kind: true,
    target: true,
    state: true,
    waitsFor: true,
    requestedBy: true,
    createdAt: true,
    updatedAt: true,
    expiresAt: true,
    reason: true,
    hash: true,
  })
  .extend({
    restarts: z.object({ workloads: z.number(), pods: z.number() }),
    warnings: z.number(),
    /** The caller filed it. */
    mine: z.boolean(),
    /** The caller may decide on it now. */
    mayDecide: z.boolean(),
  });

/** {@inheritDoc requestSummarySchema} */
export type RequestSummary = z.infer<typeof requestSummarySchema>;
