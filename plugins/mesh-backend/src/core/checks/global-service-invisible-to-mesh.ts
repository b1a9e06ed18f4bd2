import type { Check } from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { ciliumAgentsOf } from '../networks/ciliumAgents';
import { ciliumConfigKind } from '../networks/kinds';
import { serviceIn } from './engine/forms';
import { failsIf, serviceOf } from './engine/outcomes';

const SYNC = 'service.cilium.io/global-sync-endpoint-slices';

/**
 * Proxies balance over the EndpointSlices of their own cluster, into which Cilium writes
 * remote endpoints only where that is switched on, for the cluster and for the Service
 * (cilium#21815, cilium#34015, istio#52402).
 */
export const globalServiceInvisibleToMesh: Check = {
  id: 'global-service-invisible-to-mesh',
  title: 'Proxies do not see endpoints of other clusters',
  severity: 'warning',
  scope: 'service',
  audience: 'platform',
  needs: [ciliumConfigKind],
  appliesTo: ({ role }, { form, meshes }) =>
    role === 'to' &&
    form.kind === 'service-export' &&
    form.mechanism === 'cilium-global' &&
    meshes.some(({ mesh }) => mesh !== 'cilium'),
  evaluate: (subject, context) => {
    const { snapshot, meshes } = context;
    const agents = ciliumAgentsOf(snapshot);
    const isOn =
      agents?.config?.['clustermesh-enable-endpoint-sync'] === 'true';
    const service = serviceIn(subject, context);
    const isAsked = service?.metadata.annotations[SYNC] === 'true';
    const others = meshes.filter(({ mesh }) => mesh !== 'cilium');
    return failsIf(!isOn || !isAsked, 'global-service-invisible-to-mesh', {
      subject: serviceOf(subject),
      evidence: agents ? [agents.configRef] : [],
      params: { meshes: others.map(({ title }) => title).join(', ') },
      variant: isOn ? 'asked' : undefined,
      manifest: stringify({ metadata: { annotations: { [SYNC]: 'true' } } }),
    });
  },
};
