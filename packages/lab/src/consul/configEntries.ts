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

/** Brings custom resources into Consul and says so on them; a resource that is deleted waits for its removal there. */
export function configEntryController(): Controller {
  /** The generation of each resource that Consul has, by uid. */
  const known = new Map<string, number | undefined>();
  return {
    name: 'consul-config-entries',
    *concerns({ resource, object, type }, { store }) {
      if (ENTRIES.includes(resource) && type !== 'DELETED')
        yield refOf(resource, object);
      if (resource !== 'pods' || !isControlPlane(object as Pod)) return;
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
      const failure = refusal(entry);
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
function refusal({ kind, spec }: KubeObject): SyncFailure | undefined {
  if (kind !== 'ServiceResolver' || !isJsonObject(spec)) return undefined;
  const { defaultSubset, subsets } = spec;
  if (!defaultSubset || Object.hasOwn(subsets ?? {}, String(defaultSubset)))
    return undefined;
  return {
    reason: 'ConsulAgentError',
    message: `writing config entry to consul: Unexpected response code: 500 (DefaultSubset "${defaultSubset}" is not a valid subset)`,
  };
}
