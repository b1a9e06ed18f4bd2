import { type Membership, text } from '@meshport/plugin-mesh-common';
import { commandLine, kubectl } from '../../model/kubectl';
import type { Facts } from './facts';
import { LABEL_INJECTION, LABEL_REVISION } from './names';

const COLUMNS = [
  'POD:.metadata.name',
  'STARTED:.status.startTime',
  'REVISION:.metadata.annotations.istio\\.io/rev',
  'CONTAINERS:.spec.containers[*].name',
  'INIT:.spec.initContainers[*].name',
].join(',');

/** What names the workload's pods to kubectl: its selector, else their names. */
function podsOf({ workload }: Facts): string[] {
  const selector = Object.entries(workload.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return selector
    ? ['-l', selector]
    : workload.pods.map(({ metadata }) => metadata.name);
}

/** Commands with which a reader can check a sidecar entry without the portal. */
export function checkYourself(facts: Facts): Membership['verify'] {
  const { workload, world } = facts;
  const { kubectlContext } = world.snapshot.cluster;
  const { namespace } = workload;
  const pods = podsOf(facts);
  const shown = pods.length > 0 ? pods : [];
  return [
    {
      text: text('verify.pods'),
      command: kubectl(
        kubectlContext,
        '-n',
        namespace,
        'get',
        'pods',
        ...shown,
        '-o',
        `custom-columns=${COLUMNS}`,
      ),
    },
    {
      text: text('verify.namespace'),
      command: kubectl(
        kubectlContext,
        'get',
        'namespace',
        namespace,
        '-L',
        `${LABEL_INJECTION},${LABEL_REVISION}`,
      ),
    },
    {
      text: text('verify.istiod'),
      command: commandLine(
        'istioctl',
        '--context',
        kubectlContext,
        'proxy-status',
      ),
    },
  ];
}
