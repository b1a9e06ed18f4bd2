import { isDeepStrictEqual } from 'node:util';
import { formatTime, type KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import type { Service } from '../../controllers/objects.ts';
import { LINKS, MANAGER, type Link, type MirrorStatus } from './link.ts';

/** What became of one remote Service; without a reason it is mirrored. */
export interface MirrorOutcome {
  remote: Service;
  local?: string;
  failure?: { reason: 'MissingNamespace' | 'InvalidService'; message: string };
}

export const MISSING_NAMESPACE = {
  reason: 'MissingNamespace',
  message: 'Namespace does not exist',
} as const;

/** Writes what a Link's status says of its services; an entry keeps its place and its time while it says the same. */
export function reportOutcomes(
  store: Store,
  link: Link,
  outcomes: {
    mirrorServices: readonly MirrorOutcome[];
    federatedServices: readonly MirrorOutcome[];
  },
  now: Date,
): void {
  const old = link.status ?? {};
  const mirrored = entries(old.mirrorServices, outcomes.mirrorServices, now);
  const federated = entries(
    old.federatedServices,
    outcomes.federatedServices,
    now,
  );
  const status = {
    ...(federated.length > 0 ? { federatedServices: federated } : {}),
    ...(mirrored.length > 0 ? { mirrorServices: mirrored } : {}),
  };
  if (isDeepStrictEqual(old, status)) return;
  const { name, namespace } = link.metadata;
  store.modify<Link>(
    { resource: LINKS, namespace, name },
    copy => {
      copy.status = status;
    },
    { manager: MANAGER, subresource: 'status' },
  );
}

function entries(
  old: readonly MirrorStatus[] = [],
  outcomes: readonly MirrorOutcome[],
  now: Date,
): MirrorStatus[] {
  const isOf = (status: MirrorStatus, { remote }: MirrorOutcome) =>
    isDeepStrictEqual(status.remoteRef, reference(remote));
  const kept = old.flatMap(status => {
    const outcome = outcomes.find(candidate => isOf(status, candidate));
    return outcome ? [entry(outcome, now, status)] : [];
  });
  const fresh = outcomes.filter(
    outcome => !old.some(status => isOf(status, outcome)),
  );
  return [...kept, ...fresh.map(outcome => entry(outcome, now))];
}

function entry(
  { remote, local, failure }: MirrorOutcome,
  now: Date,
  old?: MirrorStatus,
): MirrorStatus {
  const localRef =
    failure || !local
      ? {}
      : { localRef: { ...reference(remote), name: local } };
  const condition = {
    ...localRef,
    message: failure?.message ?? '',
    reason: failure?.reason ?? 'Mirrored',
    status: failure ? 'False' : 'True',
    type: 'Mirrored',
  } as const;
  const { lastTransitionTime: since, ...before } = old?.conditions[0] ?? {};
  const same = since !== undefined && isDeepStrictEqual(before, condition);
  const lastTransitionTime = same ? since : formatTime(now);
  return {
    conditions: [{ lastTransitionTime, ...condition }],
    controllerName: 'linkerd.io/service-mirror',
    remoteRef: reference(remote),
  };
}

function reference({ metadata }: KubeObject) {
  const { name, namespace = 'default' } = metadata;
  return { group: 'core', kind: 'Service', name, namespace };
}
