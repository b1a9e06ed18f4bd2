import type { EntityMesh, MeshResponse } from '@meshport/plugin-mesh-common';
import empty from './answers/empty.json';
import failing from './answers/failing.json';
import healthy from './answers/healthy.json';
import manyClusters from './answers/many-clusters.json';
import noServices from './answers/no-services.json';
import ownServices from './answers/own-services.json';
import stale from './answers/stale.json';
import syncing from './answers/syncing.json';

/** Answers for an entity, by what the card shows of them. */
export const entityAnswers = {
  empty,
  failing,
  healthy,
  'many-clusters': manyClusters,
  stale,
  syncing,
} as const;

/** Answers for the list of the viewer's own services. */
export const serviceAnswers = {
  'own-services': ownServices,
  'no-services': noServices,
} as const;

const ISO_TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/g;

/** Moves all times by as much as the recording is old, so that "3 days ago" stays. */
function asIfRecordedAt(
  recording: { recordedAt: string; answer: unknown },
  now: number,
): unknown {
  const age = now - Date.parse(recording.recordedAt);
  const text = JSON.stringify(recording.answer).replace(ISO_TIME, time =>
    new Date(Date.parse(time) + age).toISOString(),
  );
  return JSON.parse(text);
}

/** A recorded answer for an entity, recorded just now. */
export function entityAnswer(name: keyof typeof entityAnswers): EntityMesh {
  return asIfRecordedAt(entityAnswers[name], Date.now()) as EntityMesh;
}

/** A recorded answer for the list of own services, recorded just now. */
export function serviceAnswer(
  name: keyof typeof serviceAnswers,
): MeshResponse<'listServices'> {
  return asIfRecordedAt(
    serviceAnswers[name],
    Date.now(),
  ) as MeshResponse<'listServices'>;
}
