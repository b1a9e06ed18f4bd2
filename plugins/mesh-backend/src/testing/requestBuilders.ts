import {
  text,
  type Delivery,
  type ExactChange,
  type MeshRequest,
  type Phase,
  type PlannedPhase,
  type Preflight,
  type PreflightFinding,
  type RequestState,
} from '@meshport/plugin-mesh-common';
import type { RequestPlan } from '../core/requests/RequestCommand';
import { restartedAtPath } from '../core/requests/restart';

const AT = '2026-01-01T00:00:00.000Z';

export function aRestart(fields: Partial<ExactChange> = {}): ExactChange {
  return {
    object: {
      cluster: 'west',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'cart',
    },
    writer: { kind: 'unknown' },
    operation: 'restart',
    uid: 'uid-of-cart',
    fields: [{ path: [...restartedAtPath] }],
    diff: '',
    ...fields,
  };
}

export function aPhase(fields: Partial<Phase> = {}): Phase {
  return {
    id: 'restart',
    title: text('request.phase.restart'),
    approval: 'with-request',
    state: 'planned',
    changes: [aRestart()],
    ...fields,
  };
}

export function aDelivery(fields: Partial<Delivery> = {}): Delivery {
  const { phase = 'restart', clusters = ['west'] } = fields;
  return {
    id: `${phase}/${clusters[0]}`,
    phase,
    clusters,
    type: 'apply',
    approval: 'portal',
    state: 'planned',
    steps: [],
    ...fields,
  };
}

export function aFinding(
  fields: Partial<PreflightFinding> = {},
): PreflightFinding {
  return {
    check: 'workload-missing',
    audience: 'owner',
    subject: aRestart().object,
    text: { id: 'test', params: {}, message: 'There is no such workload.' },
    evidence: [],
    ...fields,
  };
}

export function aPreflight(fields: Partial<Preflight> = {}): Preflight {
  const { changes, id, title, approval } = aPhase();
  const phases: PlannedPhase[] = [{ id, title, approval, changes }];
  return {
    form: {
      kind: 'workload-restart',
      clusters: ['west'],
      namespace: 'shop',
      workloads: [{ kind: 'Deployment', name: 'cart' }],
    },
    at: AT,
    hash: 'hash-1',
    phases,
    blockers: [],
    warnings: [],
    unknown: [],
    affects: {
      owners: ['group:default/shop'],
      workloads: [aRestart().object],
      callers: [],
      restarts: { workloads: 1, pods: 3 },
      footprint: [],
    },
    undo: { text: text('request.undo.restart') },
    ...fields,
  };
}

export function aPlan(fields: Partial<Preflight> = {}): RequestPlan {
  return {
    preflight: aPreflight(fields),
    phases: [aPhase()],
    deliveries: [aDelivery()],
  };
}

/** What requests of a state are made of, besides the state. */
const STATES: Readonly<Record<RequestState | 'paused', Partial<MeshRequest>>> =
  {
    pending: {},
    'changes-asked': {},
    'out-of-date': {},
    rejected: {},
    withdrawn: {},
    expired: {},
    approved: { phases: [aPhase({ state: 'approved' })] },
    delivering: {
      phases: [aPhase({ state: 'delivering' })],
      deliveries: [aDelivery({ state: 'delivering' })],
    },
    waiting: {
      phases: [aPhase({ state: 'waiting' })],
      deliveries: [
        aDelivery({
          state: 'waiting',
          waitsFor: { code: 'sync', text: text('request.waits.paused') },
          steps: [aStep({ result: 'done' })],
        }),
      ],
    },
    paused: {
      state: 'waiting',
      phases: [aPhase({ state: 'paused' })],
      deliveries: [
        aDelivery({
          state: 'paused',
          error: text('request.error.changed'),
          steps: [aStep({ result: 'done' }), aStep({ name: 'observe' })],
        }),
      ],
    },
    failed: {
      phases: [aPhase({ state: 'failed' })],
      deliveries: [
        aDelivery({
          state: 'failed',
          error: text('request.error.changed'),
          steps: [aStep()],
        }),
      ],
    },
    'partly-done': {
      phases: [aPhase({ state: 'failed' })],
      deliveries: [
        aDelivery({ state: 'done', steps: [aStep({ result: 'done' })] }),
        aDelivery({
          clusters: ['east'],
          state: 'failed',
          error: text('request.error.changed'),
          steps: [aStep()],
        }),
      ],
    },
    done: {
      phases: [aPhase({ state: 'done' })],
      deliveries: [
        aDelivery({ state: 'done', steps: [aStep({ result: 'done' })] }),
      ],
    },
  };

/** A step that is over; it failed, where nothing else is said. */
export function aStep(
  fields: Partial<Delivery['steps'][number]> = {},
): Delivery['steps'][number] {
  return {
    name: 'restart',
    object: aRestart().object,
    startedAt: AT,
    endedAt: AT,
    result: 'failed',
    ...fields,
  };
}

/** A request of one phase; `state` also sets phases and deliveries. */
export function aRequest(
  fields: Partial<Omit<MeshRequest, 'state'>> & {
    state?: RequestState | 'paused';
  } = {},
): MeshRequest {
  const { state = 'pending', ...rest } = fields;
  const plan = aPlan();
  const { form, hash, affects, undo } = plan.preflight;
  return {
    id: 'request-1',
    version: 1,
    kind: form.kind,
    form,
    target: { clusters: ['west'], sets: ['live'], namespace: 'shop' },
    requestedBy: 'user:default/dana',
    createdAt: AT,
    updatedAt: AT,
    expiresAt: '2026-01-15T00:00:00.000Z',
    reason: 'The proxies are too old.',
    hash,
    accepts: [],
    phases: [...plan.phases],
    deliveries: [...plan.deliveries],
    preflight: { blockers: [], warnings: [], at: AT },
    affects,
    undo,
    history: [
      {
        at: AT,
        by: 'user:default/dana',
        event: 'filed',
        text: text('request.event.filed'),
      },
    ],
    state: state === 'paused' ? 'waiting' : state,
    ...STATES[state],
    ...rest,
  };
}
