import {
  type ClusterSnapshot,
  type MeshFragment,
  namespaceKind,
  podKind,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { adaptSidecars } from '../sidecar/adapt';
import { imageVersion } from '../sidecar/imageVersion';
import { checkYourself } from './checkYourself';
import { presenceOf } from './detect';
import { factsOf, worldOf } from './facts';
import { infrastructureOf } from './infrastructure';
import { injectorKind } from './kinds';
import { judge } from './membership';
import { permissivenessOf, postureOf } from './posture';
import { plainVersion, proxyContainers } from './proxies';

/** Membership and posture of every workload that Consul has, declares or refuses. */
export function adapt(snapshot: ClusterSnapshot): MeshFragment {
  const world = worldOf(snapshot);
  const permissive = permissivenessOf(snapshot);
  return adaptSidecars(snapshot, {
    id: 'consul',
    needed: [podKind, namespaceKind, webhookConfigurationKind, injectorKind],
    presence: presenceOf(snapshot, world.controlPlane),
    infrastructureOf,
    gatewayVersion: ({ spec }) =>
      plainVersion(imageVersion(spec.containers[0]?.image)),
    proxyContainers,
    factsOf: workload => factsOf(world, workload),
    judge,
    checkYourself,
    postureOf: facts => postureOf(facts, permissive),
  });
}
