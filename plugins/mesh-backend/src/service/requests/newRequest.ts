import { randomUUID } from 'node:crypto';
import {
  text,
  type MeshRequest,
  type Preflight,
  type RequestForm,
} from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import type { RequestsConfig } from '../../config/requestsConfig';
import type { Clock } from '../../io/clock';
import { planOf } from './planOf';

const DAY_MILLISECONDS = 24 * 60 * 60_000;

/** What was looked at before it was asked for. */
export interface Filing {
  readonly form: RequestForm;
  readonly reason: string;
  readonly hash: string;
  readonly accepts: readonly string[];
}

interface Asked extends Filing {
  /** Entity ref of a person. */
  readonly by: string;
  readonly preflight: Preflight;
  readonly targets: readonly MeshServiceResource[];
  /** Id of the request that this one takes back. */
  readonly undoes?: string;
}

/** A request as it is filed: pending, until it expires. */
export function newRequest(
  { by, form, reason, accepts, preflight, targets, undoes }: Asked,
  { clock, config }: { readonly clock: Clock; readonly config: RequestsConfig },
): MeshRequest {
  const now = clock.now();
  const createdAt = new Date(now).toISOString();
  const expires = now + config.expireAfterDays * DAY_MILLISECONDS;
  const { phases, deliveries } = planOf(preflight, config);
  const { hash, blockers, warnings, at, affects, undo } = preflight;
  return {
    id: randomUUID(),
    version: 1,
    kind: form.kind,
    form,
    target: {
      clusters: [...new Set(targets.map(({ cluster }) => cluster))],
      sets: [...new Set(targets.map(({ set }) => set))],
      namespace: form.namespace,
      ...('service' in form ? { service: form.service } : {}),
    },
    state: 'pending',
    requestedBy: by,
    createdAt,
    updatedAt: createdAt,
    expiresAt: new Date(expires).toISOString(),
    reason,
    hash,
    accepts: [...accepts],
    phases: [...phases],
    deliveries: [...deliveries],
    preflight: { blockers, warnings, at },
    affects,
    undo,
    ...(undoes === undefined ? {} : { undoes }),
    history: [
      {
        at: createdAt,
        by,
        event: 'filed',
        text: text('request.event.filed'),
      },
    ],
  };
}
