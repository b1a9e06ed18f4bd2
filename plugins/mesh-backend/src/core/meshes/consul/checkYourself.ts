import { type Membership, text } from '@meshport/plugin-mesh-common';
import { commandLine } from '../../model/kubectl';
import { lookAtPods } from '../../model/lookAt';
import type { Facts } from './facts';

const COLUMNS = [
  'POD:.metadata.name',
  'STARTED:.status.startTime',
  'ASKED:.metadata.annotations.consul\\.hashicorp\\.com/connect-inject',
  'INJECTED-BY:.metadata.annotations.consul\\.hashicorp\\.com/consul-k8s-version',
  'CONTAINERS:.spec.containers[*].name',
  'INIT:.spec.initContainers[*].name',
];

/** Commands with which a reader can check an entry without the portal. */
export function checkYourself({
  world: { snapshot },
  workload,
}: Facts): Membership['verify'] {
  const { kubectlContext: context } = snapshot.cluster;
  const pods = lookAtPods(snapshot, workload, COLUMNS);
  const list = ['proxy', 'list', '-context', context];
  return [
    ...(pods ? [{ text: text('verify.consul-pods'), command: pods }] : []),
    {
      text: text('verify.consul-proxies'),
      command: commandLine(
        'consul-k8s',
        ...list,
        '-namespace',
        workload.namespace,
      ),
    },
  ];
}
