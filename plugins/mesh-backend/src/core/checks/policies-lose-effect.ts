import type { Check } from '@meshport/plugin-mesh-node';
import { writtenKinds } from '../meshes/istio/kinds';
import { finding, found } from './engine/outcomes';

const POLICIES = writtenKinds.filter(
  ({ kind }) => kind === 'AuthorizationPolicy',
);

/**
 * Remove what needs the mesh first, or accept its loss : without a proxy nobody enforces it.
 */
export const policiesLoseEffect: Check = {
  id: 'policies-lose-effect',
  title: 'Policies stop to apply',
  severity: 'warning',
  scope: 'namespace',
  audience: 'owner',
  needs: POLICIES,
  appliesTo: (_, { form }) =>
    form.kind === 'namespace-offboard' && form.mesh === 'istio',
  evaluate: ({ cluster, namespace }, { snapshot }) =>
    found(
      POLICIES.flatMap(kind => snapshot.kind(kind).items)
        .filter(({ metadata }) => metadata.namespace === namespace)
        .map(({ metadata: { name } }) =>
          finding('policies-lose-effect', {
            subject: {
              cluster,
              apiVersion: 'security.istio.io/v1',
              kind: 'AuthorizationPolicy',
              namespace,
              name,
            },
          }),
        ),
    ),
};
