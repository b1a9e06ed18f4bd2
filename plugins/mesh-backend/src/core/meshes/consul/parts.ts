import type { ClusterSnapshot, DetectedMesh } from '@meshport/plugin-mesh-node';
import { partOfDataPlane, wantedPods } from '../sidecar/components';
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
export function partsOf(snapshot: ClusterSnapshot): DetectedMesh['parts'] {
  const wanted = wantedPods(snapshot);
  return PARTS.flatMap(part =>
    partOfDataPlane(
      part,
      snapshot.workloads.filter(workload => componentName(workload) === part),
      {
        wanted,
        versionOf: ({ spec }) =>
          plainVersion(imageVersion(spec.containers[0]?.image)),
      },
    ),
  );
}
