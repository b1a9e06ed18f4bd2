import { type Check, type CheckContext } from '@meshport/plugin-mesh-node';
import { ciliumAgentsOf } from '../networks/ciliumAgents';
import { ciliumConfigKind } from '../networks/kinds';
import { installationOf, joins } from './engine/forms';
import { failsIf, unknown } from './engine/outcomes';

function hasCniAgent(context: CheckContext): boolean {
  const parts = installationOf(context)?.parts ?? [];
  return parts.some(({ part }) => part === 'cni');
}

/**
 * Cilium's default renames every other CNI configuration, so that pods start past istio-cni or
 * linkerd-cni (Cilium docs, "Istio integration"; Linkerd docs, "Cluster configuration").
 */
export const cniExclusive: Check = {
  id: 'cni-exclusive',
  title: "Cilium removes the mesh's CNI plugin",
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [ciliumConfigKind],
  appliesTo: (_, context) =>
    joins(context.form) !== undefined &&
    ciliumAgentsOf(context.snapshot) !== undefined &&
    hasCniAgent(context),
  evaluate: (subject, { snapshot }) => {
    const agents = ciliumAgentsOf(snapshot);
    if (!agents?.config) {
      return unknown('cni-exclusive', { cluster: subject.cluster });
    }
    const { configRef, config } = agents;
    return failsIf(config['cni-exclusive'] !== 'false', 'cni-exclusive', {
      subject: configRef,
    });
  },
};
