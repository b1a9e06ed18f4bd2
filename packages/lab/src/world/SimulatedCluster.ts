import { serveCustomKinds } from '../apiserver/CustomKinds.ts';
import { registryOf } from '../apiserver/kinds/bundles.ts';
import { Store } from '../apiserver/Store.ts';
import { injectionAdmission } from '../admission/injection.ts';
import { priorityAdmission } from '../admission/priorities.ts';
import { serviceAccountAdmission } from '../admission/serviceAccounts.ts';
import { refOf, runControllers } from '../controllers/Controller.ts';
import { EventRecorder } from '../controllers/EventRecorder.ts';
import { concernedBySource } from '../flux/fluxControllers.ts';
import type { GitSource } from '../flux/GitSource.ts';
import type { Behaviour } from '../kubelet/behaviours.ts';
import type { Timeline } from '../simulation/Timeline.ts';
import { clusterControllers, clusterInjectors } from './controllers.ts';
import type { World } from './World.ts';

/** A cluster whose history may still have to be lived through; see `buildFleet`. */
export interface SimulatedCluster {
  world: World;
  store: Store;
  events: EventRecorder;
  /** Shared by all clusters. */
  timeline: Timeline;
  /** What pods do at the moment beside what their world says, and instead of it. */
  faults: readonly Behaviour[];
  setFaults(faults: readonly Behaviour[]): void;
}

export interface ClusterOptions {
  timeline: Timeline;
  /** When history ends. */
  now: Date;
  /** PEM; what namespaces get as their CA. */
  certificate: string;
  /** How much faster than real pods become ready and end, at the moment. */
  speed: () => number;
  /** What Flux follows; without it there is no Flux. */
  git?: GitSource;
  onError(error: unknown): void;
}

/** An empty cluster with everything running that acts on its objects. */
export function newCluster(
  world: World,
  options: ClusterOptions,
): SimulatedCluster {
  const { timeline, now } = options;
  const store = new Store({
    clock: timeline,
    kinds: registryOf(world.serves),
    admission: [priorityAdmission, serviceAccountAdmission],
  });
  const events = new EventRecorder({ store, timeline, servingFrom: now });
  const injectors = clusterInjectors(store, events);
  store.addAdmission(injectionAdmission(store, injectors));
  store.addAdmission(serviceAccountAdmission);
  serveCustomKinds(store);
  let faults: readonly Behaviour[] = [];
  const behaviours = () => [...faults, ...world.behaviours];
  const look = runControllers(
    clusterControllers(world, { ...options, behaviours }),
    { store, timeline, events },
    (error, controller, { resource, namespace = '', name }) =>
      options.onError(
        new Error(
          `${world.name}: ${controller} failed on ${resource} ${namespace}/${name}`,
          { cause: error },
        ),
      ),
  );
  options.git?.onChange(() => {
    for (const { controller, ref } of concernedBySource(store))
      look(controller, ref);
  });
  return {
    world,
    store,
    events,
    timeline,
    get faults() {
      return faults;
    },
    setFaults(next) {
      faults = next;
      for (const pod of store.list('pods').items)
        look('kubelet', refOf('pods', pod));
    },
  };
}
