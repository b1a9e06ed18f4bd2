import { type Membership, text } from '@meshport/plugin-mesh-common';
import { commandLine } from '../../model/kubectl';
import { lookAtNamespace, lookAtPods } from '../../model/lookAt';
import type { Facts } from './facts';
import { LABEL_INJECTION, LABEL_REVISION } from './names';

const COLUMNS = [
  'POD:.metadata.name',
  'STARTED:.status.startTime',
  'REVISION:.metadata.annotations.istio\\.io/rev',
  'CONTAINERS:.spec.containers[*].name',
  'INIT:.spec.initContainers[*].name',
];

/** Commands with which a reader can check a sidecar entry without the portal. */
export function checkYourself({
  world: { snapshot },
  workload,
}: Facts): Membership['verify'] {
  const { kubectlContext: context } = snapshot.cluster;
  const labels = [LABEL_INJECTION, LABEL_REVISION];
  const pods = lookAtPods(snapshot, workload, COLUMNS);
  return [
    ...(pods ? [{ text: text('verify.pods'), command: pods }] : []),
    {
      text: text('verify.namespace'),
      command: lookAtNamespace(snapshot, workload.namespace, labels),
    },
    {
      text: text('verify.istiod'),
      command: commandLine('istioctl', '--context', context, 'proxy-status'),
    },
  ];
}
