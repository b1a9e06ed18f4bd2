import type { Check } from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { ciliumAgentsOf } from '../networks/ciliumAgents';
import { joinsAmbient } from './engine/forms';
import { admitsProbes, shutOff } from './engine/ingress';
import { finding, found, named } from './engine/outcomes';
import { networkPolicyKind } from './engine/readKinds';

/**
 * istio-cni gives kubelet's probes the source 169.254.7.127 (istio.io, ambient platform
 * prerequisites). Other networks than Cilium may let a node's traffic through all the same: a
 * warning there.
 */
export const probesBlocked: Check = {
  id: 'probes-blocked',
  title: 'A NetworkPolicy keeps probes out',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [networkPolicyKind],
  appliesTo: (_, context) => joinsAmbient(context),
  evaluate: (_, context) => {
    const hasCilium = ciliumAgentsOf(context.snapshot) !== undefined;
    return found(
      shutOff(context, admitsProbes).map(({ ref, policies }) =>
        finding('probes-blocked', {
          subject: ref,
          evidence: policies,
          params: {
            workload: named(ref),
            policies: policies.map(({ name }) => name).join(', '),
          },
          manifest: stringify({
            spec: {
              ingress: [{ from: [{ ipBlock: { cidr: '169.254.7.127/32' } }] }],
            },
          }),
          severity: hasCilium ? undefined : 'warning',
        }),
      ),
    );
  },
};
