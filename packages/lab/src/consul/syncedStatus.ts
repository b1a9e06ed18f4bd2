import { isDeepStrictEqual } from 'node:util';
import { formatTime } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { refOf } from '../controllers/Controller.ts';
import { MANAGER, type SyncedResource } from './controlPlane.ts';

type Status = NonNullable<SyncedResource['status']>;

/** Why a resource did not get into Consul, as its condition says it. */
export interface SyncFailure {
  reason: 'ConsulAgentError' | 'InternalError';
  message: string;
}

/** Writes the condition `Synced`; `details` are what a kind says beyond it. A failure leaves the rest as it was. */
export function writeSynced(
  store: Store,
  resource: string,
  object: SyncedResource,
  result: {
    now: Date;
    failure?: SyncFailure;
    /** Something was written to Consul just now. */
    written?: boolean;
    details?: Partial<Status>;
  },
): void {
  const { now, failure, written, details } = result;
  const old = object.status ?? {};
  const time = formatTime(now);
  const content = {
    ...failure,
    status: failure ? ('False' as const) : ('True' as const),
    type: 'Synced' as const,
  };
  const before = old.conditions?.[0];
  const since =
    before?.status === content.status ? before.lastTransitionTime : time;
  const status: Status = {
    ...old,
    ...(failure ? {} : details),
    conditions: [{ lastTransitionTime: since, ...content }],
    lastSyncedTime: written ? time : old.lastSyncedTime ?? time,
  };
  if (isDeepStrictEqual(old, status)) return;
  store.modify<SyncedResource>(
    refOf(resource, object),
    copy => {
      copy.status = status;
    },
    { manager: MANAGER, subresource: 'status' },
  );
}
