import type { Change } from '../../apiserver/History.ts';
import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type {
  Fleet,
  FleetController,
  FleetMember,
  FleetRef,
} from '../../controllers/FleetController.ts';
import { retryingRefusals } from '../../controllers/refusals.ts';
import type { ReconcileResult } from '../../controllers/WorkQueue.ts';
import { federateServices } from './federatedServices.ts';
import { GATEWAY, GatewayProbes } from './gatewayProbe.ts';
import {
  CLUSTER_NAME,
  isMirrorRunning,
  LINKS,
  linksOf,
  targetOf,
  type Link,
} from './link.ts';
import { mirrorServices, writeProbeEndpoints } from './mirroredServices.ts';
import { reportOutcomes } from './mirrorStatus.ts';

/**
 * The service mirrors of Linkerd's multicluster extension, one per Link: in the Link's cluster they keep the
 * Services that its target exports. They do so while their own pods run and have credentials; what they made stays
 * when the Link goes (`linkerd multicluster unlink` removes it).
 */
export function serviceMirrorController(): FleetController {
  const probes = new GatewayProbes();
  return {
    name: 'linkerd-service-mirror',
    concerns: concernedLinks,
    *connected({ members }) {
      for (const member of members) yield* linksIn(member);
    },
    reconcile: (ref, fleet) =>
      retryingRefusals(() => mirrorLink(ref, fleet, probes)),
  };
}

function mirrorLink(
  ref: FleetRef,
  fleet: Fleet,
  probes: GatewayProbes,
): ReconcileResult {
  const source = fleet.members.find(({ name }) => name === ref.cluster);
  const link = source?.store.get<Link>(ref);
  if (!source || !link || !isMirrorRunning(source.store, link)) return {};
  const target = targetOf(fleet, source, link);
  if (!target) return {};
  const now = fleet.timeline.now();
  const id = `${ref.cluster} ${ref.namespace}/${ref.name}`;
  const cut = fleet.ways?.isCut(source.name, target.name) ?? false;
  const probe = probes.result(id, link, { target: target.store, cut }, now);
  writeProbeEndpoints(link, source.store);
  const mirrored = mirrorServices({
    link,
    source: source.store,
    target: target.store,
    gatewayAlive: probe.alive,
  });
  const federated = federateServices({
    link,
    source: source.store,
    members: target.store,
  });
  reportOutcomes(
    source.store,
    link,
    { mirrorServices: mirrored, federatedServices: federated },
    now,
  );
  return probe.againAfter === undefined ? {} : { againAfter: probe.againAfter };
}

function* concernedLinks(
  { resource, object, previous }: Change,
  origin: FleetMember,
  fleet: Fleet,
): Iterable<FleetRef> {
  switch (resource) {
    case LINKS:
      yield { cluster: origin.name, ...refTo(object) };
      return;
    case 'pods':
      if (!object.metadata.labels?.[CLUSTER_NAME]) return;
      yield* linksIn(origin);
      return;
    case 'secrets':
    case 'namespaces':
      yield* linksIn(origin);
      return;
    case 'services':
      if (matters(object) || (previous && matters(previous)))
        yield* linksTo(origin, fleet);
      return;
    case 'endpointslices.discovery.k8s.io': {
      const name = object.metadata.labels?.['kubernetes.io/service-name'];
      const { namespace } = object.metadata;
      const service =
        name && origin.store.get({ resource: 'services', namespace, name });
      if (service && matters(service)) yield* linksTo(origin, fleet);
      return;
    }
    default:
  }
}

/** Exported, a member of a federation, or a gateway. Selectors other than the default ones are about labels too. */
function matters({ metadata }: KubeObject): boolean {
  return (
    Object.keys(metadata.labels ?? {}).length > 0 ||
    metadata.annotations?.[GATEWAY] === 'true'
  );
}

function* linksIn({ name, store }: FleetMember): Iterable<FleetRef> {
  for (const link of linksOf(store)) yield { cluster: name, ...refTo(link) };
}

function* linksTo(target: FleetMember, fleet: Fleet): Iterable<FleetRef> {
  for (const source of fleet.members)
    for (const link of linksOf(source.store))
      if (targetOf(fleet, source, link) === target)
        yield { cluster: source.name, ...refTo(link) };
}

function refTo({ metadata: { name, namespace } }: KubeObject) {
  return { resource: LINKS, namespace, name };
}
