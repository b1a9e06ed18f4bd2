import type { KubeObject } from '../apiserver/KubeObject.ts';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Controller } from '../controllers/Controller.ts';
import { refOf } from '../controllers/Controller.ts';
import type { Pod } from '../controllers/objects.ts';
import {
  GROUP,
  isConsulReachable,
  isControlPlane,
  setFinalizer,
  type SyncedResource,
} from './controlPlane.ts';
import { writeSynced, type SyncFailure } from './syncedStatus.ts';

/** The kinds whose objects are entries of Consul's configuration. */
const ENTRIES = [
  ...['servicedefaults', 'serviceintentions', 'serviceresolvers'],
  ...['servicerouters', 'servicesplitters', 'proxydefaults', 'meshes'],
  ...['exportedservices', 'samenessgroups', 'jwtproviders'],
  ...['controlplanerequestlimits', 'ingressgateways', 'terminatinggateways'],
].map(plural => `${plural}.${GROUP}`);

const MESHES = `meshes.${GROUP}`;

/** Brings custom resources into Consul and says so on them; a resource that is deleted waits for its removal there. */
export function configEntryController(): Controller {
  /** The generation of each resource that Consul has, by uid. */
  const known = new Map<string, number | undefined>();
  return {
    name: 'consul-config-entries',
    *concerns({ resource, object, type }, { store }) {
      if (ENTRIES.includes(resource) && type !== 'DELETED')
        yield refOf(resource, object);
      const controls = resource === 'pods' && isControlPlane(object as Pod);
      // What the Mesh allows decides about others, which are tried again.
      if (!controls && resource !== MESHES) return;
      for (const entry of entriesOf(store))
        yield refOf(entry.resource, entry.object);
    },
    reconcile(ref, { store, timeline }) {
      const entry = store.get<SyncedResource>(ref);
      if (!entry || !isConsulReachable(store)) return;
      const { uid = '', deletionTimestamp, generation } = entry.metadata;
      if (deletionTimestamp) {
        known.delete(uid);
        setFinalizer(store, ref.resource, entry, false);
        return;
      }
      setFinalizer(store, ref.resource, entry, true);
      const failure = refusal(entry, store);
      const written = !failure && known.get(uid) !== generation;
      if (written) known.set(uid, generation);
      const now = timeline.now();
      writeSynced(store, ref.resource, entry, { now, failure, written });
    },
  };
}

function entriesOf(store: Store) {
  return ENTRIES.filter(resource => store.kinds.get(resource)).flatMap(
    resource =>
      store.list(resource).items.map(object => ({ resource, object })),
  );
}

/** What the servers refuse, in their words. */
function refusal(
  { kind, spec }: KubeObject,
  store: Store,
): SyncFailure | undefined {
  if (!isJsonObject(spec)) return undefined;
  const { defaultSubset, mutualTLSMode, subsets } = spec;
  if (
    kind === 'ServiceResolver' &&
    defaultSubset &&
    !Object.hasOwn(subsets ?? {}, String(defaultSubset))
  )
    return refused(
      `DefaultSubset "${String(defaultSubset)}" is not a valid subset`,
    );
  if (
    (kind === 'ServiceDefaults' || kind === 'ProxyDefaults') &&
    mutualTLSMode === 'permissive' &&
    !allowsPermissive(store)
  )
    return refused(
      'cannot set MutualTLSMode=permissive because AllowEnablingPermissiveMutualTLS=false in the mesh config entry',
    );
  return undefined;
}

function refused(why: string): SyncFailure {
  return {
    reason: 'ConsulAgentError',
    message: `writing config entry to consul: Unexpected response code: 500 (${why})`,
  };
}

function allowsPermissive(store: Store): boolean {
  return store
    .list(MESHES)
    .items.some(
      ({ spec }) =>
        isJsonObject(spec) && spec.allowEnablingPermissiveMutualTLS === true,
    );
}
