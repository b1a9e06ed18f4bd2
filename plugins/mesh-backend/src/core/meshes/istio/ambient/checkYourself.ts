import { type Membership, text } from '@meshport/plugin-mesh-common';
import { commandLine, kubectl } from '../../../model/kubectl';
import { lookAtNamespace, lookAtPods } from '../../../model/lookAt';
import {
  LABEL_DATAPLANE_MODE,
  LABEL_INJECTION,
  LABEL_REVISION,
  LABEL_USE_WAYPOINT,
} from '../names';
import type { AmbientFacts } from './facts';
import type { Handling } from './layer7';

const COLUMNS = [
  'POD:.metadata.name',
  'NODE:.spec.nodeName',
  'REDIRECTION:.metadata.annotations.ambient\\.istio\\.io/redirection',
  'CONTAINERS:.spec.containers[*].name',
];

const LABELS = [
  LABEL_DATAPLANE_MODE,
  LABEL_USE_WAYPOINT,
  LABEL_INJECTION,
  LABEL_REVISION,
];

/** Commands with which a reader can check an ambient entry without the portal. */
export function checkYourself(
  { world: { snapshot }, workload }: AmbientFacts,
  { waypoint }: Handling,
): Membership['verify'] {
  const { kubectlContext: context } = snapshot.cluster;
  const { namespace } = workload;
  const pods = lookAtPods(snapshot, workload, COLUMNS);
  const ztunnel = ['ztunnel-config', 'workloads', '--workload-namespace'];
  return [
    ...(pods ? [{ text: text('verify.redirection'), command: pods }] : []),
    {
      text: text('verify.namespace'),
      command: lookAtNamespace(snapshot, namespace, LABELS),
    },
    {
      text: text('verify.ztunnel'),
      command: commandLine(
        ...['istioctl', '--context', context, ...ztunnel, namespace],
      ),
    },
    ...(waypoint
      ? [
          {
            text: text('verify.waypoint'),
            command: kubectl(
              ...[context, '-n', waypoint.namespace ?? '', 'get'],
              ...['gateways.gateway.networking.k8s.io', waypoint.name],
            ),
          },
        ]
      : []),
  ];
}
