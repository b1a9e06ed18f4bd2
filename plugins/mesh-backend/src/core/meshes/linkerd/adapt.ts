import {
  type ClusterSnapshot,
  type MeshFragment,
  namespaceKind,
  podKind,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { adaptSidecars } from '../sidecar/adapt';
import { checkYourself } from './checkYourself';
import { presenceOf } from './detect';
import { exportFacts } from './exports/facts';
import { factsOf, worldOf } from './facts';
import { policiesByNamespace } from './inboundPolicy';
import { infrastructureOf } from './infrastructure';
import { judge } from './membership';
import { mirroredServices } from './mirrors';
import { INJECT } from './names';
import { postureOf } from './posture';
import { proxyContainer, proxyOf } from './proxies';

function namespacesOf(snapshot: ClusterSnapshot): MeshFragment['namespaces'] {
  return snapshot
    .kind(namespaceKind)
    .items.filter(({ metadata }) =>
      ['enabled', 'ingress'].includes(metadata.annotations[INJECT] ?? ''),
    )
    .map(({ metadata }) => ({ namespace: metadata.name, mode: 'sidecar' }));
}

/**
 * Membership and posture of every workload that Linkerd has, declares or refuses, and
 * the Services that stand for others.
 */
export function adapt(snapshot: ClusterSnapshot): MeshFragment {
  const world = worldOf(snapshot);
  const policies = policiesByNamespace(snapshot);
  return {
    services: mirroredServices(snapshot),
    namespaces: namespacesOf(snapshot),
    exports: exportFacts(world),
    ...adaptSidecars(snapshot, {
      id: 'linkerd',
      needed: [podKind, namespaceKind, webhookConfigurationKind],
      presence: presenceOf(snapshot, world.controlPlane),
      infrastructureOf,
      gatewayVersion: pod => proxyOf(pod)?.version,
      proxyContainers: spec => {
        const container = proxyContainer(spec);
        return container ? [container] : [];
      },
      factsOf: workload => factsOf(world, workload),
      judge,
      checkYourself,
      postureOf: facts => postureOf(facts, policies(facts.workload.namespace)),
    }),
  };
}
