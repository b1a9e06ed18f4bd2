import type { Container, MeshFragment, Pod } from '@meshport/plugin-mesh-node';
import { sidecarContainer } from '../sidecar/facts';
import { footprintPart } from '../sidecar/footprint';
import type { World } from './facts';
import { componentOf, type MeshComponent } from './infrastructure';
import { PROXY_CONTAINER } from './names';
import { proxyOf } from './proxies';

function proxyContainers({ spec }: Pod): readonly Container[] {
  const proxy = sidecarContainer(spec, name => name === PROXY_CONTAINER);
  return proxy ? [proxy] : [];
}

const PARTS: readonly (readonly [
  part: NonNullable<MeshFragment['footprint']>[number]['part'],
  components: readonly MeshComponent[],
])[] = [
  ['node-proxies', ['ztunnel']],
  ['waypoints', ['waypoint']],
  ['gateways', ['gateway', 'east-west-gateway']],
  ['control-plane', ['istiod', 'istio-cni']],
];

/** What Istio asks for: its proxies beside applications, and its own pods. */
export function footprintOf({ snapshot }: World): MeshFragment['footprint'] {
  const pods = new Map<MeshComponent | undefined, Pod[]>();
  for (const workload of snapshot.workloads) {
    const component = componentOf(workload);
    const list = pods.get(component) ?? [];
    pods.set(component, list);
    list.push(...workload.pods);
  }
  const proxied = (pods.get(undefined) ?? []).filter(
    pod => proxyOf(pod) !== undefined,
  );
  return [
    ...footprintPart(
      { mesh: 'istio', part: 'proxies' },
      proxied,
      proxyContainers,
    ),
    ...PARTS.flatMap(([part, components]) =>
      footprintPart(
        { mesh: 'istio', part },
        components.flatMap(component => pods.get(component) ?? []),
      ),
    ),
  ];
}
