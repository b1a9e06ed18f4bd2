import type {
  KnownReason,
  Membership,
  ObjectRef,
} from '@meshport/plugin-mesh-common';
import {
  gatewayKind,
  type Service,
  type ServiceFragment,
  serviceKind,
  unreadableReasons,
  type Workload,
} from '@meshport/plugin-mesh-node';
import {
  type LabelSets,
  labelSetsIn,
  selectedBy,
} from '../../../model/selectors';
import type { World } from '../facts';
import { LABEL_GATEWAY_MANAGED } from '../names';
import { waypointReason } from './waypointReasons';
import {
  type Attachment,
  attachmentOf,
  type Traffic,
  waypointRef,
} from './waypoints';

/** How a service or workload in ambient mode is handled, and why no better. */
export interface Handling {
  readonly layer: Membership['layer'];
  readonly waypoint?: ObjectRef;
  readonly reasons: readonly KnownReason[];
}

const ON_LAYER_4: Handling = { layer: 'l4', reasons: [] };

/** Services of waypoints and east-west gateways have no waypoint themselves. */
const WITHOUT_WAYPOINT = [
  'istio.io-mesh-controller',
  'istio.io-eastwest-controller',
];

interface Handled {
  readonly world: World;
  readonly ref: ObjectRef;
  readonly labels: Readonly<Record<string, string>>;
  readonly traffic: Traffic;
}

function handling({ world, ref, labels, traffic }: Handled): Handling {
  const { snapshot, waypoints } = world;
  const attachment: Attachment = attachmentOf({
    ...{ snapshot, waypoints, labels, traffic },
    namespace: ref.namespace ?? '',
  });
  if (attachment.kind === 'none') return ON_LAYER_4;
  const unreadable = unreadableReasons(snapshot, [gatewayKind]);
  if (unreadable.length > 0) return { layer: 'l4', reasons: unreadable };
  if (attachment.kind === 'attached') {
    const waypoint = waypointRef(ref.cluster, attachment.asked);
    return { layer: 'l7', waypoint, reasons: [] };
  }
  const reason = waypointReason({ world, ref, traffic }, attachment);
  return { layer: 'l4', reasons: [reason] };
}

function ofService(world: World, { metadata }: Service): Handling {
  const { name, namespace, labels } = metadata;
  const managed = labels[LABEL_GATEWAY_MANAGED];
  if (managed !== undefined && WITHOUT_WAYPOINT.includes(managed)) {
    return ON_LAYER_4;
  }
  const cluster = world.snapshot.cluster.name;
  const ref = { cluster, apiVersion: 'v1', kind: 'Service', namespace, name };
  return handling({ world, ref, labels, traffic: 'service' });
}

/** A Service with how it is handled. */
interface HandledService {
  readonly service: Service;
  readonly is: Handling;
}

function servicesBefore(
  labelSets: ReturnType<LabelSets['ofPods']>,
  candidates: readonly HandledService[],
): HandledService[] {
  return candidates.filter(
    ({ service: { spec } }) =>
      Object.keys(spec.selector).length > 0 &&
      labelSets.some(selectedBy(spec.selector)),
  );
}

function fragmentOf(
  { metadata }: Service,
  { layer, waypoint, reasons }: Handling,
  isTold: boolean,
): ServiceFragment {
  const { namespace = '', name } = metadata;
  return {
    namespace,
    name,
    layer,
    ...(waypoint ? { waypoint } : {}),
    reasons: isTold ? [] : reasons,
  };
}

/** How the services of some workloads, and the workloads themselves, are handled. */
export interface Layer7 {
  ofWorkload(workload: Workload): Handling;
  /**
   * What to say of each Service that is in ambient mode. `told` says which workloads
   * give the reasons of their services already.
   */
  fragments(
    workloads: readonly Workload[],
    told: (workload: Workload) => boolean,
  ): ServiceFragment[];
}

function byNamespace(
  services: readonly HandledService[],
): ReadonlyMap<string, readonly HandledService[]> {
  const groups = new Map<string, HandledService[]>();
  for (const one of services) {
    const namespace = one.service.metadata.namespace ?? '';
    const group = groups.get(namespace) ?? [];
    groups.set(namespace, group);
    group.push(one);
  }
  return groups;
}

/** The first that is on layer 7; else why none is. */
function best(all: readonly Handling[]): Handling {
  const reasons = all.flatMap(one => one.reasons);
  return all.find(({ layer }) => layer === 'l7') ?? { layer: 'l4', reasons };
}

/**
 * A workload is handled on layer 7 where one of its services is, or where it has a
 * waypoint of its own; why a service is not is said of the workload only where none is.
 */
export function layer7Of(world: World): Layer7 {
  const services = byNamespace(
    world.snapshot
      .kind(serviceKind)
      .items.map(service => ({ service, is: ofService(world, service) })),
  );
  const { ofPods } = labelSetsIn(world.snapshot);
  const known = new Map<Workload, readonly HandledService[]>();
  const servicesOf = (workload: Workload) => {
    const all = services.get(workload.namespace) ?? [];
    const own = known.get(workload) ?? servicesBefore(ofPods(workload), all);
    known.set(workload, own);
    return own;
  };
  return {
    ofWorkload(workload) {
      const { labels } = workload.template.metadata;
      const { ref } = workload;
      return best([
        handling({ world, ref, labels, traffic: 'workload' }),
        ...servicesOf(workload).map(({ is }) => is),
      ]);
    },
    fragments(workloads, told) {
      const isTold = new Map<HandledService, boolean>();
      for (const workload of workloads) {
        for (const one of servicesOf(workload)) {
          isTold.set(one, (isTold.get(one) ?? true) && told(workload));
        }
      }
      return [...isTold].map(([{ service, is }, all]) =>
        fragmentOf(service, is, all),
      );
    },
  };
}
