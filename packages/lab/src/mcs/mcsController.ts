import type { Change } from '../apiserver/History.ts';
import { formatTime } from '../apiserver/KubeObject.ts';
import type {
  Fleet,
  FleetController,
  FleetMember,
  FleetRef,
} from '../controllers/FleetController.ts';
import { retryingRefusals } from '../controllers/refusals.ts';
import { writeStatus } from '../controllers/statuses.ts';
import { isGlobalNamespace, OPERATOR } from './ciliumConfig.ts';
import {
  changesMesh,
  isOperating,
  meshMember,
  peersOf,
  SLICES,
} from './clusterMesh.ts';
import {
  byAge,
  EXPORTS,
  exportOf,
  IMPORTS,
  servesExports,
  type Export,
  type ServiceExport,
} from './exports.ts';
import {
  deriveService,
  removeImport,
  SERVICE_NAME,
  writeImport,
} from './serviceImports.ts';

type Key = Pick<FleetRef, 'namespace' | 'name'>;

/**
 * The Multi-Cluster Services API as Cilium's operator implements it: what any cluster exports is imported by every
 * connected one that has the namespace, under a derived Service that is global to Cilium. Looks at one name per
 * cluster, whether it is exported there or not.
 */
export const mcsController: FleetController = {
  name: 'cilium-mcs-api',
  *concerns(change, origin, fleet) {
    if (changesMesh(change)) {
      for (const member of fleet.members) yield* exportedFor(member, fleet);
      return;
    }
    if (change.resource === 'namespaces') {
      yield* exportedFor(origin, fleet, change.object.metadata.name);
      return;
    }
    const key = keyOf(change);
    if (!key || !(change.resource === EXPORTS || isKnown(key, fleet))) return;
    for (const { name: cluster } of fleet.members)
      yield { cluster, resource: IMPORTS, ...key };
  },
  reconcile: (ref, fleet) => retryingRefusals(() => importName(ref, fleet)),
};

function importName(
  { cluster, namespace = 'default', name }: FleetRef,
  fleet: Fleet,
): void {
  const own = meshMember(fleet, cluster);
  if (!own?.config.mcsApi || !servesExports(own.member)) return;
  if (!isOperating(own)) return;
  const { store } = own.member;
  if (!isGlobalNamespace(store, own.config, namespace)) return;
  const peers = peersOf(own, fleet);
  if (!peers) return;
  const local = exportOf(own, namespace, name);
  report(own.member, { namespace, name }, local);
  const exports = [own, ...peers]
    .map(member => exportOf(member, namespace, name))
    .filter(candidate => candidate !== undefined)
    .sort(byAge);
  if (exports.length === 0) removeImport(store, namespace, name);
  else deriveService(own, writeImport(own.member, exports), local);
}

/** The exported name that a change may be about. */
function keyOf({ resource, object }: Change): Key | undefined {
  const { namespace, name, labels = {} } = object.metadata;
  const original = labels[SERVICE_NAME];
  const service = labels['kubernetes.io/service-name'];
  switch (resource) {
    case EXPORTS:
    case IMPORTS:
      return { namespace, name };
    case 'services':
      return { namespace, name: original ?? name };
    case SLICES:
      return service && !original ? { namespace, name: service } : undefined;
    default:
      return undefined;
  }
}

function isKnown(key: Key, { members }: Fleet): boolean {
  return members.some(({ store }) =>
    [EXPORTS, IMPORTS].some(resource => store.get({ resource, ...key })),
  );
}

/** Everything that some cluster exports (from one namespace), to be looked at in this one. */
function* exportedFor(
  { name: cluster }: FleetMember,
  fleet: Fleet,
  namespace?: string,
): Iterable<FleetRef> {
  for (const member of fleet.members.filter(servesExports)) {
    for (const { metadata } of member.store.list(EXPORTS, { namespace })
      .items) {
      const key = { namespace: metadata.namespace, name: metadata.name };
      yield { cluster, resource: IMPORTS, ...key };
    }
  }
}

/** Tells on a cluster's own export what came of it. */
function report(
  { store, timeline }: FleetMember,
  key: { namespace: string; name: string },
  valid: Export | undefined,
): void {
  const object = store.get<ServiceExport>({ resource: EXPORTS, ...key });
  if (!object) return;
  const now = formatTime(timeline.now());
  const condition = (
    type: string,
    status: 'True' | 'False',
    reason: string,
    message = '',
  ) => {
    const old = object.status?.conditions?.find(c => c.type === type);
    const lastTransitionTime =
      old?.status === status ? old.lastTransitionTime : now;
    return { type, status, reason, message, lastTransitionTime };
  };
  const missing = !store.get({ resource: 'services', ...key });
  const invalid = missing
    ? condition('Valid', 'False', 'NoService', "Service doesn't exist")
    : condition(
        'Valid',
        'False',
        'InvalidServiceType',
        'Service type ExternalName is not supported',
      );
  const conditions = valid
    ? [
        condition('Valid', 'True', 'Valid', 'Service is Valid for export'),
        condition('Ready', 'True', 'Exported'),
        condition('Conflict', 'False', 'NoConflicts'),
      ]
    : [invalid];
  writeStatus(store, EXPORTS, object, { conditions }, OPERATOR);
}
