import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Workload } from '@meshport/plugin-mesh-node';
import {
  byProxy,
  type EnrolledPod as PodWithSidecar,
  type SidecarFacts,
  webhookRef,
} from '../sidecar/facts';
import { type ControlPlane, controlPlaneOf } from './controlPlane';
import { type Injector, injectorsOf } from './injectors';
import { type Intent, intentOf } from './intent';
import { type Proxy, proxyOf } from './proxies';

/** What of a cluster is looked at again and again. */
export interface World {
  readonly snapshot: ClusterSnapshot;
  readonly injectors: readonly Injector[];
  readonly controlPlane: ControlPlane;
}

export type EnrolledPod = PodWithSidecar<Proxy>;

/** All that decides the membership of one workload. */
export interface Facts extends SidecarFacts<Proxy> {
  readonly world: World;
  readonly intent: Intent;
}

export function worldOf(snapshot: ClusterSnapshot): World {
  return {
    snapshot,
    injectors: injectorsOf(snapshot),
    controlPlane: controlPlaneOf(snapshot),
  };
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
