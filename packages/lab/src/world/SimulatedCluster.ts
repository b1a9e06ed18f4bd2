import {
  GATEWAY_API_KINDS,
  ISTIO_KINDS,
  KUBERNETES_KINDS,
} from '../apiserver/builtinKinds.ts';
import { KindRegistry } from '../apiserver/kinds.ts';
import { Store } from '../apiserver/Store.ts';
import { priorityAdmission } from '../admission/priorities.ts';
import { serviceAccountAdmission } from '../admission/serviceAccounts.ts';
import type { Controller } from '../controllers/Controller.ts';
import { runControllers } from '../controllers/Controller.ts';
import { cronJobController } from '../controllers/cronJobs.ts';
import { daemonSetController } from '../controllers/daemonSets.ts';
import { deploymentController } from '../controllers/deployments.ts';
import { endpointSliceController } from '../controllers/endpointSlices.ts';
import { EventRecorder } from '../controllers/EventRecorder.ts';
import { garbageCollector } from '../controllers/garbageCollection.ts';
import { jobController } from '../controllers/jobs.ts';
import { loadBalancerController } from '../controllers/loadBalancers.ts';
import { namespaceController } from '../controllers/namespaces.ts';
import { nodeController } from '../controllers/nodes.ts';
import { replicaSetController } from '../controllers/replicaSets.ts';
import { statefulSetController } from '../controllers/statefulSets.ts';
import { injectionAdmission } from '../istio/injection.ts';
import { rootCertificateController } from '../istio/rootCertificates.ts';
import { kubeletController } from '../kubelet/kubelet.ts';
import { scheduler } from '../kubelet/scheduler.ts';
import { Timeline } from '../simulation/Timeline.ts';
import { performStep } from './replay.ts';
import type { World } from './World.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Before its first step a cluster has existed for a moment, so that nothing happens at the very start of time. */
const LEAD = 60_000;

export interface SimulatedCluster {
  world: World;
  store: Store;
  timeline: Timeline;
  /** Lets time go on as real time; `speed` divides the delays of everything that happens from now on. */
  goLive(options: {
    speed: number;
    signal: AbortSignal;
    onError: (error: unknown) => void;
  }): void;
}

/**
 * Builds a cluster and lives through its history on a simulated clock, with the controllers and the admission
 * that serve afterwards, so that ages, managers and statuses are consistent and everything has settled by `now`.
 */
export function buildCluster(
  world: World,
  options: {
    now: Date;
    /** PEM; what namespaces get as their CA. */ certificate: string;
  },
): SimulatedCluster {
  const oldest = world.history[0]?.age ?? 0;
  const timeline = new Timeline(
    new Date(options.now.getTime() - oldest - LEAD),
  );
  const store = new Store({
    clock: timeline,
    kinds: new KindRegistry([
      ...KUBERNETES_KINDS,
      ...ISTIO_KINDS,
      ...GATEWAY_API_KINDS,
    ]),
    admission: [priorityAdmission, serviceAccountAdmission],
  });
  store.addAdmission(injectionAdmission(store));
  let speed = 1;
  let onError: (error: unknown) => void = error => {
    throw error;
  };
  const events = new EventRecorder({
    store,
    timeline,
    servingFrom: options.now,
  });
  const controllers = allControllers(world, { ...options, speed: () => speed });
  runControllers(
    controllers,
    { store, timeline, events },
    (error, controller, ref) =>
      onError(
        new Error(
          `${controller} failed on ${ref.resource} ${ref.namespace ?? ''}/${
            ref.name
          }`,
          { cause: error },
        ),
      ),
  );
  for (const step of world.history) {
    timeline.runUntil(new Date(options.now.getTime() - step.age));
    performStep(store, world, step);
  }
  timeline.runUntil(options.now);
  return {
    world,
    store,
    timeline,
    goLive(live) {
      speed = live.speed;
      onError = live.onError;
      timeline.goLive(live);
    },
  };
}

function allControllers(
  world: World,
  options: { now: Date; certificate: string; speed: () => number },
): Controller[] {
  // Long enough ago for three daily runs to be in the history.
  const detailedFrom = new Date(options.now.getTime() - HOUR);
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
      behaviours: world.behaviours,
      speed: options.speed,
      detailedFrom,
    }),
    endpointSliceController,
    garbageCollector,
    namespaceController(options.certificate),
    nodeController,
    loadBalancerController,
    rootCertificateController(options.certificate),
  ];
}
