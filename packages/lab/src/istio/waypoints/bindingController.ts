import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import type { Controller } from '../../controllers/Controller.ts';
import { refOf } from '../../controllers/Controller.ts';
import type { Condition } from '../../controllers/objects.ts';
import { writeStatus } from '../../controllers/statuses.ts';
import { fails, holds, withVerdicts } from '../gateways/conditions.ts';
import { GATEWAY_CLASSES, GATEWAYS } from '../gateways/gateway.ts';
import { isAboutIstiod, istiodsSeeing } from '../istiods.ts';
import { waypointOfService, type Attachment } from './attachment.ts';

export const SERVICE_ENTRIES = 'serviceentries.networking.istio.io';
const TYPE = 'istio.io/WaypointBound';
const manager = 'istio-ambient-service';

type WithConditions = KubeObject & {
  status?: { conditions?: Condition[]; [field: string]: unknown };
};

/** istiod says on every Service and ServiceEntry that wants a waypoint whether it is attached to it. */
export const waypointBindingController: Controller = {
  name: 'istiod-waypoint-bindings',
  *concerns(change, { store }) {
    const { resource, object } = change;
    if (resource === 'services' || resource === SERVICE_ENTRIES) {
      if (change.type !== 'DELETED') yield refOf(resource, object);
    } else if (resource === 'namespaces') {
      yield* bindable(store, object.metadata.name);
    } else if (
      [GATEWAYS, GATEWAY_CLASSES].includes(resource) ||
      isAboutIstiod(change)
    ) {
      yield* bindable(store);
    }
  },
  reconcile(ref, { store, timeline }) {
    const object = store.get<WithConditions>(ref);
    if (!object || object.metadata.deletionTimestamp) return;
    if (!istiodsSeeing(store, ref.namespace).some(istiod => istiod.ambient))
      return;
    const attachment = waypointOfService(store, object);
    const { conditions = [], ...others } = object.status ?? {};
    const kept = conditions.filter(c => attachment || c.type !== TYPE);
    const options = {
      now: timeline.now(),
      // As in Istio's own kinds, a text; a Service has no generation.
      observedGeneration: object.metadata.generation?.toString(),
    };
    const next = attachment
      ? withVerdicts(kept, [verdictOn(attachment)], options)
      : kept;
    if (next.length === 0 && conditions.length === 0) return;
    const status =
      next.length > 0 ? { ...others, conditions: next } : { ...others };
    writeStatus(store, ref.resource, object, status, manager);
  },
};

function* bindable(store: Store, namespace?: string) {
  for (const resource of ['services', SERVICE_ENTRIES]) {
    if (!store.kinds.get(resource)) continue;
    for (const object of store.list(resource, { namespace }).items)
      yield refOf(resource, object);
  }
}

function verdictOn(attachment: Attachment) {
  return 'waypoint' in attachment
    ? holds(
        TYPE,
        'WaypointAccepted',
        `Successfully attached to waypoint ${attachment.waypoint}`,
      )
    : fails(TYPE, attachment.reason, attachment.message);
}
