import type { ClusterSnapshot } from '@meshport/plugin-mesh-node';
import {
  havePods,
  partOfDataPlane,
  type PartsOfDataPlane,
  wantedPods,
} from '../sidecar/components';
import { imageVersion } from '../sidecar/imageVersion';
import { infrastructureOf, isCniAgent } from './infrastructure';
import { proxyOf } from './proxies';

/** The data plane besides sidecars: gateways for other clusters, and the CNI plugin. */
export function partsOf(snapshot: ClusterSnapshot): PartsOfDataPlane {
  const wanted = wantedPods(snapshot);
  const { workloads } = snapshot;
  const gateways = workloads.filter(
    workload => infrastructureOf(workload) === 'gateway',
  );
  const agents = workloads.filter(({ template }) =>
    isCniAgent(template.metadata.labels),
  );
  const isKnown = havePods(snapshot, [...gateways, ...agents]);
  if (!isKnown) return { parts: [], isKnown };
  const parts = [
    ...partOfDataPlane('cni', agents, {
      wanted,
      versionOf: ({ spec }) => imageVersion(spec.containers[0]?.image),
    }),
    ...partOfDataPlane('gateway', gateways, {
      wanted,
      versionOf: pod => proxyOf(pod)?.version,
    }),
  ];
  return { parts, isKnown };
}
