import type { Check } from '@meshport/plugin-mesh-node';
import { ciliumAgentsOf } from '../networks/ciliumAgents';
import { ciliumConfigKind } from '../networks/kinds';
import { joinsAmbient } from './engine/forms';
import { failsIf, unknown } from './engine/outcomes';

/**
 * Probes reach ambient pods from a link-local address, which eBPF masquerading breaks
 * (istio.io, ambient platform prerequisites: Cilium).
 */
export const bpfMasquerade: Check = {
  id: 'bpf-masquerade',
  title: 'Cilium masquerades with eBPF',
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [ciliumConfigKind],
  appliesTo: (_, context) =>
    joinsAmbient(context) && ciliumAgentsOf(context.snapshot) !== undefined,
  evaluate: (subject, { snapshot }) => {
    const agents = ciliumAgentsOf(snapshot);
    if (!agents?.config) {
      return unknown('bpf-masquerade', { cluster: subject.cluster });
    }
    return failsIf(
      agents.config?.['enable-bpf-masquerade'] === 'true',
      'bpf-masquerade',
      { subject: agents.configRef },
    );
  },
};
