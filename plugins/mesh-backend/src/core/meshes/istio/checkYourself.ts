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
  const { kubectlContext: context } = facts.world.snapshot.cluster;
  const { namespace } = facts.workload;
  const pods = podsOf(facts);
  const list = ['-n', namespace, 'get', 'pods', ...pods];
  const labels = ['-L', `${LABEL_INJECTION},${LABEL_REVISION}`];
  const podCheck = {
    text: text('verify.pods'),
    command: kubectl(context, ...list, '-o', `custom-columns=${COLUMNS}`),
  };
  return [
    // Without a name or a selector kubectl would list the whole namespace.
    ...(pods.length > 0 ? [podCheck] : []),
    {
      text: text('verify.namespace'),
      command: kubectl(context, 'get', 'namespace', namespace, ...labels),
    },
    {
      text: text('verify.istiod'),
      command: commandLine('istioctl', '--context', context, 'proxy-status'),
    },
  ];
}
