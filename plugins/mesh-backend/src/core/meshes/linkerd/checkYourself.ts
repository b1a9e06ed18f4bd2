import { type Membership, text } from '@meshport/plugin-mesh-common';
import { commandLine } from '../../model/kubectl';
import { lookAtNamespaceAnnotations, lookAtPods } from '../../model/lookAt';
import type { Facts } from './facts';
import { INJECT } from './names';

const COLUMNS = [
  'POD:.metadata.name',
  'STARTED:.status.startTime',
  'PROXY:.metadata.annotations.linkerd\\.io/proxy-version',
  'CONTAINERS:.spec.containers[*].name',
  'INIT:.spec.initContainers[*].name',
];

/** Commands with which a reader can check an entry without the portal. */
export function checkYourself({
  world: { snapshot },
  workload,
}: Facts): Membership['verify'] {
  const { kubectlContext: context } = snapshot.cluster;
  const { namespace } = workload;
  const pods = lookAtPods(snapshot, workload, COLUMNS);
  const check = ['check', '--proxy', '--namespace', namespace];
  return [
    ...(pods ? [{ text: text('verify.linkerd-pods'), command: pods }] : []),
    {
      text: text('verify.namespace'),
      command: lookAtNamespaceAnnotations(snapshot, namespace, [INJECT]),
    },
    {
      text: text('verify.linkerd-check'),
      command: commandLine('linkerd', '--context', context, ...check),
    },
  ];
}
