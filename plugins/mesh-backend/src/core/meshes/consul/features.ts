import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type {
  ClusterSnapshot,
  DetectedMesh,
  WatchedKind,
} from '@meshport/plugin-mesh-node';
import type { ControlPlane } from './controlPlane';
import { componentName } from './infrastructure';
import { peeringAcceptorKind, peeringDialerKind } from './kinds';
import type { ConfigEntry } from './schema';

type Feature = DetectedMesh['features'][number];

function refsOf(
  snapshot: ClusterSnapshot,
  kind: WatchedKind<ConfigEntry>,
): ObjectRef[] {
  return snapshot.kind(kind).items.map(({ metadata }) => ({
    cluster: snapshot.cluster.name,
    apiVersion: `${kind.group}/v1alpha1`,
    kind: kind.kind,
    namespace: metadata.namespace,
    name: metadata.name,
  }));
}

/** What is switched on, by the injector's command line and by objects that need it. */
export function featuresOf(
  snapshot: ClusterSnapshot,
  { settings, deployment }: ControlPlane,
): Feature[] {
  if (!settings || !deployment) return [];
  const evidence = [deployment.ref];
  const feature = (id: string, isOn: boolean, more: ObjectRef[] = []) => ({
    id,
    state: isOn ? ('on' as const) : ('off' as const),
    evidence: [...evidence, ...more],
  });
  const peerings = [peeringAcceptorKind, peeringDialerKind].flatMap(kind =>
    refsOf(snapshot, kind),
  );
  const hasAgents = snapshot.workloads.some(
    workload => componentName(workload) === 'cni',
  );
  return [
    feature('transparent-proxy', settings.transparentProxy),
    ...(settings.peering ? [feature('peering', true, peerings)] : []),
    // Peerings are asked for, and nobody looks at them.
    ...(!settings.peering && peerings.length > 0
      ? [{ ...feature('peering', false, peerings), state: 'degraded' as const }]
      : []),
    ...(settings.federation ? [feature('federation', true)] : []),
    ...(settings.cni
      ? [
          {
            ...feature('cni', true),
            state: hasAgents ? ('on' as const) : ('degraded' as const),
          },
        ]
      : []),
    feature('metrics', settings.metrics),
  ];
}
