import type { ClusterSnapshot, Workload } from '@meshport/plugin-mesh-node';
import { byProxy, type SidecarFacts } from '../sidecar/facts';
import { type ControlPlane, controlPlaneOf } from './controlPlane';
import { type Intent, intentOf } from './intent';
import { type Proxy, proxyOf } from './proxies';
import { type Services, servicesOf } from './services';

/** What of a cluster is looked at again and again. */
export interface World {
  readonly snapshot: ClusterSnapshot;
  readonly controlPlane: ControlPlane;
  readonly services: Services;
}

/** All that decides the membership of one workload. */
export interface Facts extends SidecarFacts<Proxy> {
  readonly world: World;
  readonly intent: Intent;
}

export function worldOf(snapshot: ClusterSnapshot): World {
  return {
    snapshot,
    controlPlane: controlPlaneOf(snapshot),
    services: servicesOf(snapshot),
  };
}

/** The intent for a workload's next pod; for one of its pods, as if made again. */
export function workloadIntent(
  { snapshot, controlPlane }: World,
  workload: Workload,
  template = workload.template,
): Intent {
  return intentOf({
    namespace: snapshot.namespace(workload.namespace),
    namespaceName: workload.namespace,
    template,
    templateFrom: workload.templateFrom,
    injector: controlPlane.injector,
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
