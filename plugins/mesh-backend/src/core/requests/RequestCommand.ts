import type {
  Delivery,
  ObjectRef,
  Phase,
  Preflight,
  RequestForm,
  Text,
  WaitCondition,
} from '@meshport/plugin-mesh-common';

/** Whoever is not a person in a request's history. */
export const THE_PORTAL = 'mesh';

/** A plan that can be stored: what was worked out, and what would deliver it. */
export interface RequestPlan {
  readonly preflight: Preflight;
  readonly phases: readonly Phase[];
  readonly deliveries: readonly Delivery[];
}

interface ByPerson {
  /** Entity ref. */
  readonly by: string;
  readonly comment?: string;
}

/** What people do; whether they may is checked before. */
export type PersonCommand =
  | (ByPerson & { readonly type: 'approve'; readonly hash: string })
  | (ByPerson & { readonly type: 'reject' })
  | (ByPerson & { readonly type: 'ask-for-changes' })
  | (ByPerson & {
      readonly type: 'resubmit';
      readonly form: RequestForm;
      readonly reason: string;
      readonly accepts: readonly string[];
      readonly plan: RequestPlan;
    })
  | (ByPerson & { readonly type: 'withdraw' })
  | (ByPerson & { readonly type: 'comment' })
  | (ByPerson & { readonly type: 'recheck'; readonly plan: RequestPlan })
  | (ByPerson & { readonly type: 'continue' })
  | (ByPerson & { readonly type: 'pause' })
  | (ByPerson & { readonly type: 'retry' })
  | (ByPerson & { readonly type: 'link-undo'; readonly undo: string });

/** What time brings, and what deliveries report of themselves. */
export type PortalCommand =
  | { readonly type: 'expire' }
  | { readonly type: 'remind' }
  /** What was approved, or is to be, is no longer what would be done. */
  | { readonly type: 'found-changed'; readonly delivery?: string }
  | { readonly type: 'start-delivery'; readonly delivery: string }
  | {
      readonly type: 'start-step';
      readonly delivery: string;
      readonly name: string;
      readonly object?: ObjectRef;
      /** Decided once, so that doing the step again is the same. */
      readonly value?: string;
    }
  | {
      readonly type: 'end-step';
      readonly delivery: string;
      readonly result: 'done' | 'failed';
      readonly text: Text;
    }
  | {
      readonly type: 'delivery-waits';
      readonly delivery: string;
      readonly waitsFor: WaitCondition;
      readonly url?: string;
    }
  | {
      readonly type: 'delivery-paused' | 'delivery-failed';
      readonly delivery: string;
      readonly error: Text;
    }
  | { readonly type: 'delivery-done'; readonly delivery: string };

/** Everything that can change a request. */
export type RequestCommand = PersonCommand | PortalCommand;

/** The command of one type. */
export type CommandOf<Type extends RequestCommand['type']> = Extract<
  RequestCommand,
  { type: Type }
>;
