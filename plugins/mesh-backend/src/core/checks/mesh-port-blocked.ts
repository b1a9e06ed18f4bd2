import type { Check } from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { joinsAmbient, joinsLinkerd } from './engine/forms';
import { admitsPort, shutOff } from './engine/ingress';
import { finding, found, named } from './engine/outcomes';
import { networkPolicyKind } from './engine/readKinds';

/**
 * In a mesh a pod is reached on the mesh's port: 15008 for HBONE, 4143 for linkerd-proxy
 * (istio.io, "Ambient and Kubernetes NetworkPolicy"; Linkerd's proxy listens on 4143).
 * NetworkPolicies of Kubernetes are read, those of Cilium are not.
 */
export const meshPortBlocked: Check = {
  id: 'mesh-port-blocked',
  title: "A NetworkPolicy keeps the mesh's port shut",
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [networkPolicyKind],
  appliesTo: (_, context) => joinsAmbient(context) || joinsLinkerd(context),
  evaluate: (_, context) => {
    const port = joinsAmbient(context) ? 15008 : 4143;
    return found(
      shutOff(context, rule => admitsPort(rule, port)).map(
        ({ ref, policies }) =>
          finding('mesh-port-blocked', {
            subject: ref,
            evidence: policies,
            params: {
              workload: named(ref),
              policies: policies.map(({ name }) => name).join(', '),
              port,
            },
            manifest: stringify({
              spec: { ingress: [{ ports: [{ protocol: 'TCP', port }] }] },
            }),
          }),
      ),
    );
  },
};
