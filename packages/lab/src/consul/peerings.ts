import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type {
  Controller,
  ControllerContext,
} from '../controllers/Controller.ts';
import { refOf } from '../controllers/Controller.ts';
import type { Pod } from '../controllers/objects.ts';
import { hexDigest } from '../simulation/chance.ts';
import {
  GROUP,
  isConsulReachable,
  isControlPlane,
  MANAGER,
  setFinalizer,
  type SyncedResource,
} from './controlPlane.ts';
import { writeSynced } from './syncedStatus.ts';

const ACCEPTORS = `peeringacceptors.${GROUP}`;
const DIALERS = `peeringdialers.${GROUP}`;
const VERSION = `${GROUP}/peering-version`;
const TOKEN = `${GROUP}/peering-token`;

interface Peering extends SyncedResource {
  spec: { peer: { secret: { name: string; key: string; backend: string } } };
}

interface Secret extends KubeObject {
  data?: Record<string, string>;
}

/**
 * An acceptor makes the token by which another cluster can ask for a peering, a dialer uses one that somebody has
 * copied. Both say that they are synced then, which does not say that the other side has answered.
 */
export const peeringController: Controller = {
  name: 'consul-peerings',
  *concerns({ resource, object, type }, { store }) {
    if ([ACCEPTORS, DIALERS].includes(resource) && type !== 'DELETED')
      yield refOf(resource, object);
    const controls = resource === 'pods' && isControlPlane(object as Pod);
    if (resource !== 'secrets' && !controls) return;
    for (const kind of [ACCEPTORS, DIALERS]) {
      if (!store.kinds.get(kind)) continue;
      for (const peering of store.list<Peering>(kind).items)
        if (controls || uses(peering, object)) yield refOf(kind, peering);
    }
  },
  reconcile(ref, context) {
    const { store } = context;
    const peering = store.get<Peering>(ref);
    if (!peering || !isConsulReachable(store)) return;
    const removed = peering.metadata.deletionTimestamp !== undefined;
    if (ref.resource === ACCEPTORS && removed) removeToken(peering, store);
    setFinalizer(store, ref.resource, peering, !removed);
    if (removed) return;
    if (ref.resource === ACCEPTORS) accept(peering, context);
    else dial(peering, context);
  },
};

function uses({ metadata, spec }: Peering, { metadata: other }: KubeObject) {
  return (
    metadata.namespace === other.namespace &&
    spec.peer.secret.name === other.name
  );
}

function secretRef({ metadata, spec }: Peering) {
  const { namespace } = metadata;
  return { resource: 'secrets', namespace, name: spec.peer.secret.name };
}

/** The version that the annotation asks for, with which a token is made or used anew; 0 without one. */
function versionOf({ metadata }: Peering): number {
  return Number(metadata.annotations?.[VERSION] ?? 0);
}

function latest(peering: Peering) {
  const version = versionOf(peering);
  return version > 0 ? { latestPeeringVersion: version } : {};
}

function accept(
  peering: Peering,
  { store, timeline }: ControllerContext,
): void {
  const { secret } = peering.spec.peer;
  const { secret: made, latestPeeringVersion = 0 } = peering.status ?? {};
  const current =
    store.get(secretRef(peering)) !== undefined &&
    made?.name === secret.name &&
    made.key === secret.key &&
    versionOf(peering) <= latestPeeringVersion;
  if (current) return;
  if (made && made.name !== secret.name) {
    const stale = { ...secretRef(peering), name: made.name };
    if (store.get(stale)) store.delete(stale);
  }
  writeToken(peering, store);
  writeSynced(store, ACCEPTORS, peering, {
    now: timeline.now(),
    written: true,
    details: { ...latest(peering), secret: { ...secret } },
  });
}

function writeToken(peering: Peering, store: Store): void {
  const ref = secretRef(peering);
  const { key } = peering.spec.peer.secret;
  const seed = `${peering.metadata.uid} ${versionOf(peering)}`;
  const token = JSON.stringify({
    PeerID: hexDigest(`${peering.metadata.uid}`).slice(0, 32),
    EstablishmentSecret: hexDigest(`${seed} establishment`).slice(0, 32),
  });
  // Consul's token is base64 itself, and a Secret's data are so once more.
  const encoded = Buffer.from(Buffer.from(token).toString('base64')).toString(
    'base64',
  );
  const labels = { [TOKEN]: 'true' };
  if (store.get(ref)) {
    store.modify<Secret>(
      ref,
      copy => {
        copy.metadata.labels = labels;
        copy.data = { [key]: encoded };
      },
      { manager: MANAGER },
    );
    return;
  }
  const { namespace, name } = ref;
  const draft = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels },
    data: { [key]: encoded },
  };
  store.create('secrets', draft, { manager: MANAGER });
}

function removeToken(peering: Peering, store: Store): void {
  const ref = secretRef(peering);
  if (store.get(ref)) store.delete(ref);
}

function dial(peering: Peering, { store, timeline }: ControllerContext): void {
  const now = timeline.now();
  const secret = store.get(secretRef(peering));
  if (!secret) {
    const message = 'PeeringDialer spec.peer.secret does not exist';
    const failure = { reason: 'InternalError', message } as const;
    writeSynced(store, DIALERS, peering, { now, failure });
    return;
  }
  const { resourceVersion = '' } = secret.metadata;
  const { secret: used, latestPeeringVersion = 0 } = peering.status ?? {};
  const wanted = peering.spec.peer.secret;
  const current =
    used?.name === wanted.name &&
    used.key === wanted.key &&
    used.resourceVersion === resourceVersion &&
    versionOf(peering) <= latestPeeringVersion;
  writeSynced(store, DIALERS, peering, {
    now,
    written: !current,
    details: { ...latest(peering), secret: { ...wanted, resourceVersion } },
  });
}
