import {
  type Check,
  daemonSetKind,
  nodeKind,
  podKind,
} from '@meshport/plugin-mesh-node';
import { installationOf, joinsAmbient } from './engine/forms';
import { finding, found, namespaceOf } from './engine/outcomes';

/**
 * A pod on a node without ztunnel or istio-cni stays outside, and with ztunnel gone its
 * traffic stops (Istio cni/pkg and ztunnel docs).
 */
export const nodeAgentNotReady: Check = {
  id: 'node-agent-not-ready',
  title: 'Nodes lack ztunnel or the CNI agent',
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [daemonSetKind, podKind, nodeKind],
  appliesTo: (_, context) =>
    joinsAmbient(context) && installationOf(context) !== undefined,
  evaluate: (subject, context) =>
    found(
      (installationOf(context)?.parts ?? [])
        .filter(({ part }) => part === 'ztunnel' || part === 'cni')
        .filter(({ ready, wanted }) => ready < wanted)
        .map(({ part, ready, wanted, evidence }) =>
          finding('node-agent-not-ready', {
            subject: evidence[0] ?? namespaceOf(subject),
            params: {
              agent: part === 'cni' ? 'istio-cni' : part,
              ready,
              wanted,
            },
            evidence,
          }),
        ),
    ),
};
