import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Workload } from '@meshport/plugin-mesh-node';
import {
  byProxy,
  type EnrolledPod as PodWithSidecar,
  type SidecarFacts,
  webhookRef,
} from '../sidecar/facts';
import { type Ambient, ambientOf } from './ambient/installation';
import { type Waypoints, waypointsOf } from './ambient/waypoints';
import { type ControlPlane, controlPlaneOf } from './controlPlane';
import { type Injector, injectorsOf } from './injectors';
import { type Intent, intentOf } from './intent';
import { type Proxy, proxyOf } from './proxies';

/** What of a cluster is looked at again and again. */
export interface World {
  readonly snapshot: ClusterSnapshot;
  readonly injectors: readonly Injector[];
  readonly controlPlane: ControlPlane;
  readonly ambient: Ambient;
  readonly waypoints: Waypoints;
}

export type EnrolledPod = PodWithSidecar<Proxy>;

/** All that decides the membership of one workload. */
export interface Facts extends SidecarFacts<Proxy> {
  readonly world: World;
  readonly intent: Intent;
}

/** Snapshots never change, and many ask for the world of the same one. */
const worlds = new WeakMap<ClusterSnapshot, World>();

export function worldOf(snapshot: ClusterSnapshot): World {
  const known = worlds.get(snapshot);
  if (known) return known;
  const world = {
    snapshot,
    injectors: injectorsOf(snapshot),
    controlPlane: controlPlaneOf(snapshot),
    ambient: ambientOf(snapshot),
    waypoints: waypointsOf(snapshot),
  };
  worlds.set(snapshot, world);
  return world;
}

/** The intent for a workload's next pod; for one of its pods, as if made again. */
export function workloadIntent(
  world: World,
  workload: Workload,
  template = workload.template,
): Intent {
  return intentOf({
    namespace: world.snapshot.namespace(workload.namespace),
    namespaceName: workload.namespace,
    template,
    templateFrom: workload.templateFrom,
    injectors: world.injectors,
  });
}

export function factsOf(world: World, workload: Workload): Facts {
  return {
    world,
    workload,
    namespace: world.snapshot.namespace(workload.namespace),
    intent: workloadIntent(world, workload),
    ...byProxy(workload, proxyOf),
  };
}

export function injectorRef(facts: Facts, { name }: Injector): ObjectRef {
  return webhookRef(facts, name);
}
