import type { EntityMesh, MeshResponse } from '@meshport/plugin-mesh-common';
import cluster from './answers/cluster.json';
import clusters from './answers/clusters.json';
import empty from './answers/empty.json';
import failing from './answers/failing.json';
import healthy from './answers/healthy.json';
import manyClusters from './answers/many-clusters.json';
import namespace from './answers/namespace.json';
import namespaces from './answers/namespaces.json';
import noServices from './answers/no-services.json';
import ownServices from './answers/own-services.json';
import service from './answers/service.json';
import services from './answers/services.json';
import setup from './answers/setup.json';
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

/** Answers for the pages below `/mesh`, by the operation that gives them. */
export const platformAnswers = {
  listClusters: clusters,
  getCluster: cluster,
  listServices: services,
  getService: service,
  listNamespaces: namespaces,
  getNamespace: namespace,
  getSetup: setup,
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

/** A recorded answer for a page below `/mesh`, recorded just now. */
export function platformAnswer<Operation extends keyof typeof platformAnswers>(
  operation: Operation,
): MeshResponse<Operation> {
  return asIfRecordedAt(
    platformAnswers[operation],
    Date.now(),
  ) as MeshResponse<Operation>;
}
