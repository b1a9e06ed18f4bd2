import type { Pod, PodTemplate, Workload } from '@meshport/plugin-mesh-node';
import {
  byProxy,
  type SidecarFacts,
  type SidecarProxy,
} from '../../sidecar/facts';
import { ambientRevision } from '../controlPlane';
import type { World } from '../facts';
import { ANNOTATION_REDIRECTION } from '../names';
import { proxyOf } from '../proxies';
import { agentVersion } from './agents';
import { type AmbientIntent, ambientIntentOf } from './intent';

/** What carries a pod's traffic: ztunnel of its node, or a sidecar that is still there. */
interface AmbientProxy extends SidecarProxy {
  readonly by: 'ztunnel' | 'sidecar';
}

/** All that decides the membership of one workload in ambient mode. */
export interface AmbientFacts extends SidecarFacts<AmbientProxy> {
  readonly world: World;
  readonly intent: AmbientIntent;
}

/** Has istio-cni redirected the pod's traffic to ztunnel? */
export function isCaptured({ metadata }: Pod): boolean {
  return metadata.annotations[ANNOTATION_REDIRECTION] === 'enabled';
}

/** istio-cni has begun to redirect the pod's traffic, and ztunnel has not taken over. */
export function isPending({ metadata }: Pod): boolean {
  return metadata.annotations[ANNOTATION_REDIRECTION] === 'pending';
}

/** The intent for a workload's next pod; for one of its pods, as it is. */
export function ambientIntent(
  { snapshot, ambient, controlPlane }: World,
  { namespace }: Workload,
  template: PodTemplate,
): AmbientIntent {
  return ambientIntentOf({
    namespace: snapshot.namespace(namespace),
    namespaceName: namespace,
    template,
    enablement: ambient.enablement,
    meshConfig: controlPlane.meshConfigs.get(ambientRevision(controlPlane)),
  });
}

function ambientProxy({ ambient }: World, pod: Pod): AmbientProxy | undefined {
  const sidecar = proxyOf(pod);
  if (sidecar) return { by: 'sidecar', version: sidecar.version };
  if (!isCaptured(pod)) return undefined;
  const [ztunnel] = ambient.ztunnel.byNode.get(pod.spec.nodeName ?? '') ?? [];
  return { by: 'ztunnel', version: ztunnel && agentVersion(ztunnel) };
}

export function ambientFactsOf(world: World, workload: Workload): AmbientFacts {
  return {
    world,
    workload,
    namespace: world.snapshot.namespace(workload.namespace),
    intent: ambientIntent(world, workload, workload.template),
    ...byProxy(workload, pod => ambientProxy(world, pod)),
  };
}
