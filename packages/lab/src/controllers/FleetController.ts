import type { Change } from '../apiserver/History.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import type { Scheduling } from '../simulation/Timeline.ts';
import type { ControllerContext } from './Controller.ts';
import { WorkQueue, type ReconcileResult } from './WorkQueue.ts';

/** One cluster as controllers that see several find it. */
export interface FleetMember extends ControllerContext {
  /** Name of the cluster. */
  readonly name: string;
}

/** Whether anything gets from one cluster to another. */
export interface Ways {
  isCut(a: string, b: string): boolean;
  /** Calls the listener when a way was cut or mended. */
  onChange(listener: () => void): void;
}

/** All simulated clusters. They share one timeline, while their histories are lived through too. */
export interface Fleet {
  readonly members: readonly FleetMember[];
  readonly timeline: Scheduling;
  /** Left out: all are open. */
  readonly ways?: Ways;
}

/** An object in one of the clusters. */
export interface FleetRef extends ObjectRef {
  cluster: string;
}

/**
 * A controller that reads one cluster and writes another: service mirrors, imported services, peerings. Level-triggered
 * as `Controller` is: `reconcile` is told which object in which cluster, not what happened, and must be right however
 * often and in whatever order it is called. A cluster that it needs may be younger than the present moment of the
 * replay, and is then still empty.
 */
export interface FleetController {
  readonly name: string;
  /** The objects, of any cluster, to reconcile because of this change in `origin`. */
  concerns(
    change: Change,
    origin: FleetMember,
    fleet: Fleet,
  ): Iterable<FleetRef>;
  reconcile(ref: FleetRef, fleet: Fleet): ReconcileResult | void;
  /** The objects to reconcile when a way between clusters was cut or mended. */
  connected?(fleet: Fleet): Iterable<FleetRef>;
}

/** Runs the controllers on every change of every cluster. */
export function runFleetControllers(
  controllers: readonly FleetController[],
  fleet: Fleet,
  onError: (error: unknown, controller: string, ref: FleetRef) => void,
): void {
  const queue = new WorkQueue(fleet.timeline);
  const add = (controller: FleetController, refs: Iterable<FleetRef>) => {
    for (const ref of refs) {
      const { cluster, resource, namespace = '', name } = ref;
      queue.add({
        id: `${controller.name} ${cluster} ${resource} ${namespace}/${name}`,
        run: () => controller.reconcile(ref, fleet),
        onError: error => onError(error, controller.name, ref),
      });
    }
  };
  for (const origin of fleet.members) {
    origin.store.watch(change => {
      for (const controller of controllers)
        add(controller, controller.concerns(change, origin, fleet));
    });
  }
  fleet.ways?.onChange(() => {
    for (const controller of controllers)
      add(controller, controller.connected?.(fleet) ?? []);
  });
}
