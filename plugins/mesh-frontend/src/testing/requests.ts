import {
  text,
  type ExactChange,
  type MeshRequest,
  type PossibleCommand,
  type Preflight,
  type PreflightFinding,
  type RequestDetails,
  type RequestSummary,
} from '@meshport/plugin-mesh-common';
import { aText } from './answers';

const AT = '2026-11-14T08:00:00.000Z';

const CART = {
  ...{ cluster: 'north', apiVersion: 'apps/v1', kind: 'Deployment' },
  ...{ namespace: 'shop', name: 'cart' },
};

const FORM = {
  kind: 'workload-restart' as const,
  clusters: ['north'],
  namespace: 'shop',
  workloads: [{ kind: 'Deployment' as const, name: 'cart' }],
};

const DIFF = `--- north/Deployment/shop/cart
+++ north/Deployment/shop/cart
@@ -8,4 +8,4 @@
   template:
     metadata:
       annotations:
-        kubectl.kubernetes.io/restartedAt: 2026-11-01T08:00:00Z
+        kubectl.kubernetes.io/restartedAt: (time of the restart)
`;

/** A restart of Deployment cart in `north`. */
function aChange(overrides: Partial<ExactChange> = {}): ExactChange {
  return {
    object: CART,
    writer: { kind: 'flux-kustomization', name: 'shop' },
    operation: 'restart',
    fields: [],
    diff: DIFF,
    ...overrides,
  };
}

export function aFinding(
  overrides: Partial<PreflightFinding> = {},
): PreflightFinding {
  return {
    check: 'single-replica',
    audience: 'owner',
    subject: CART,
    text: aText('Deployment cart has one pod: it is away while it restarts.'),
    evidence: [],
    ...overrides,
  };
}

/** What a preflight and a request both say of the restart of cart. */
function restartOfCart() {
  return {
    form: FORM,
    hash: 'hash-of-cart',
    affects: {
      owners: ['group:default/shop-team'],
      workloads: [CART],
      callers: [],
      restarts: { workloads: 1, pods: 2 },
      footprint: [],
    },
    undo: { text: text('request.undo.restart') },
  };
}

export function aPreflight(overrides: Partial<Preflight> = {}): Preflight {
  return {
    ...restartOfCart(),
    at: AT,
    phases: [
      {
        id: 'restart',
        title: text('request.phase.restart'),
        approval: 'with-request',
        changes: [aChange()],
      },
    ],
    blockers: [],
    warnings: [],
    unknown: [],
    ...overrides,
  };
}

/** Asked for by ben, and to be decided. */
export function aRequest(overrides: Partial<MeshRequest> = {}): MeshRequest {
  const { id = 'request-1' } = overrides;
  return {
    ...restartOfCart(),
    id,
    version: 1,
    kind: 'workload-restart',
    target: { clusters: ['north'], sets: ['production'], namespace: 'shop' },
    state: 'pending',
    requestedBy: 'user:default/ben',
    createdAt: AT,
    updatedAt: AT,
    expiresAt: '2026-11-28T08:00:00.000Z',
    reason: 'Two pods of cart have no proxy yet.',
    accepts: [],
    phases: aPreflight().phases.map(phase => ({ ...phase, state: 'planned' })),
    deliveries: [
      {
        ...{ id: 'delivery-1', phase: 'restart', clusters: ['north'] },
        ...{ type: 'apply', approval: 'portal', state: 'planned', steps: [] },
      },
    ],
    preflight: { blockers: [], warnings: [], at: AT },
    history: [
      {
        at: AT,
        by: 'user:default/ben',
        event: 'filed',
        text: text('request.event.filed'),
      },
    ],
    ...overrides,
  };
}

/** The request, and what somebody who may decide can do with it. */
export function someDetails(
  request: MeshRequest = aRequest(),
  commands: PossibleCommand[] = [
    { command: 'approve', allowed: true },
    { command: 'reject', allowed: true },
    { command: 'ask-for-changes', allowed: true },
    { command: 'comment', allowed: true },
  ],
): RequestDetails {
  return { request, commands, told: ['group:default/operators'] };
}

/** The row of a request in the list. */
export function aRequestRow(
  overrides: Partial<RequestSummary> = {},
): RequestSummary {
  const request = aRequest(overrides.id ? { id: overrides.id } : {});
  const { id, version, kind, target, state, requestedBy } = request;
  const { createdAt, updatedAt, expiresAt, reason, hash, affects } = request;
  return {
    ...{ id, version, kind, target, state, requestedBy },
    ...{ createdAt, updatedAt, expiresAt, reason, hash },
    restarts: affects.restarts,
    warnings: 0,
    mine: false,
    mayDecide: true,
    ...overrides,
  };
}
