import type { ClusterSnapshot, Pod } from '@meshport/plugin-mesh-node';
import {
  havePods,
  partOfDataPlane,
  type PartsOfDataPlane,
  wantedPods,
} from '../sidecar/components';
import { imageVersion } from '../sidecar/imageVersion';
import { componentName } from './infrastructure';
import { plainVersion } from './proxies';

/** Parts by the chart's name of the component. */
const PARTS = [
  'cni',
  'mesh-gateway',
  'ingress-gateway',
  'terminating-gateway',
  'api-gateway',
] as const;

/** The data plane besides sidecars: gateways, and the CNI plugin. */
export function partsOf(snapshot: ClusterSnapshot): PartsOfDataPlane {
  const wanted = wantedPods(snapshot);
  const named = snapshot.workloads.map(
    workload => [componentName(workload), workload] as const,
  );
  const of = (part: string) =>
    named.filter(([name]) => name === part).map(([, workload]) => workload);
  const isKnown = havePods(snapshot, PARTS.flatMap(of));
  if (!isKnown) return { parts: [], isKnown };
  const versionOf = ({ spec }: Pod) =>
    plainVersion(imageVersion(spec.containers[0]?.image));
  const parts = PARTS.flatMap(part =>
    partOfDataPlane(part, of(part), { wanted, versionOf }),
  );
  return { parts, isKnown };
}
