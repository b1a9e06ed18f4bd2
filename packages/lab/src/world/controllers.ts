import type { Injector } from '../admission/injection.ts';
import { configEntryController } from '../consul/configEntries.ts';
import { consulInjector } from '../consul/injection.ts';
import { peeringController } from '../consul/peerings.ts';
import { waitsForRegistration } from '../consul/registration.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Controller } from '../controllers/Controller.ts';
import { cronJobController } from '../controllers/cronJobs.ts';
import { daemonSetController } from '../controllers/daemonSets.ts';
import { deploymentController } from '../controllers/deployments.ts';
import { endpointSliceMirroringController } from '../controllers/endpointSliceMirroring.ts';
import { endpointSliceController } from '../controllers/endpointSlices.ts';
import type { EventRecorder } from '../controllers/EventRecorder.ts';
import type { FleetController } from '../controllers/FleetController.ts';
import { garbageCollector } from '../controllers/garbageCollection.ts';
import { jobController } from '../controllers/jobs.ts';
import { loadBalancerController } from '../controllers/loadBalancers.ts';
import { namespaceController } from '../controllers/namespaces.ts';
import { nodeController } from '../controllers/nodes.ts';
import { replicaSetController } from '../controllers/replicaSets.ts';
import { statefulSetController } from '../controllers/statefulSets.ts';
import { fluxControllers } from '../flux/fluxControllers.ts';
import type { GitSource } from '../flux/GitSource.ts';
import { redirectionController } from '../istio/ambient/redirection.ts';
import { gatewayClassController } from '../istio/gateways/classes.ts';
import { gatewayController } from '../istio/gateways/gatewayController.ts';
import { istioInjector } from '../istio/injection.ts';
import { rootCertificateController } from '../istio/rootCertificates.ts';
import { routeStatusController } from '../istio/routes/routeController.ts';
import { waypointBindingController } from '../istio/waypoints/bindingController.ts';
import { policyStatusController } from '../istio/waypoints/policyController.ts';
import type { Behaviour } from '../kubelet/behaviours.ts';
import { kubeletController } from '../kubelet/kubelet.ts';
import { scheduler } from '../kubelet/scheduler.ts';
import { linkerdInjector } from '../linkerd/injection.ts';
import { localServiceMirrorController } from '../linkerd/multicluster/localServiceMirror.ts';
import { serviceMirrorController } from '../linkerd/multicluster/serviceMirror.ts';
import { ciliumEndpointController } from '../mcs/ciliumEndpoints.ts';
import { ciliumNodeController } from '../mcs/ciliumNodes.ts';
import { globalServiceController } from '../mcs/globalServices.ts';
import { mcsController } from '../mcs/mcsController.ts';
import type { World } from './World.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What answers for the webhooks of a cluster: the one that runs in the pod behind the webhook's Service. */
export function clusterInjectors(
  store: Store,
  events: EventRecorder,
): Injector[] {
  return [
    istioInjector(store),
    linkerdInjector(store, events),
    consulInjector(store),
  ];
}

/** What runs in every cluster; each minds the objects that there are, so a mesh that is not installed costs nothing. */
export function clusterControllers(
  world: World,
  options: {
    now: Date;
    certificate: string;
    speed: () => number;
    behaviours: () => readonly Behaviour[];
    /** What Flux follows; without it there is no Flux. */
    git?: GitSource;
  },
): Controller[] {
  const detailedFrom = new Date(options.now.getTime() - HOUR);
  // Long enough ago for three daily runs to be in the history.
  const firstCronRun = new Date(options.now.getTime() - 4 * DAY);
  return [
    deploymentController,
    replicaSetController,
    statefulSetController,
    daemonSetController,
    jobController,
    cronJobController(firstCronRun),
    scheduler,
    kubeletController({
      behaviours: options.behaviours,
      speed: options.speed,
      detailedFrom,
      waitsIn: waitsForRegistration,
    }),
    endpointSliceController,
    endpointSliceMirroringController,
    localServiceMirrorController,
    configEntryController(),
    peeringController,
    ciliumNodeController,
    ciliumEndpointController,
    garbageCollector,
    namespaceController(options.certificate),
    nodeController,
    loadBalancerController(world.loadBalancers),
    rootCertificateController(options.certificate),
    redirectionController,
    gatewayClassController,
    gatewayController,
    waypointBindingController,
    policyStatusController,
    routeStatusController,
    ...(options.git
      ? fluxControllers(options.git, Object.values(world.manifests).flat())
      : []),
  ];
}

/** What runs between clusters. */
export function fleetControllers(): FleetController[] {
  return [serviceMirrorController(), globalServiceController, mcsController];
}
