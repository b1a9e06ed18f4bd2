import type { Check } from '@meshport/plugin-mesh-node';
import { writtenKinds } from '../meshes/istio/kinds';
import { joins } from './engine/forms';
import { finding, found, named } from './engine/outcomes';

const POLICIES = writtenKinds.filter(
  ({ kind }) => kind === 'AuthorizationPolicy',
);

/**
 * A policy in a namespace outside of the mesh does nothing until the first proxy reads it.
 */
export const policiesTakeEffect: Check = {
  id: 'policies-take-effect',
  title: 'Policies start to apply',
  severity: 'warning',
  scope: 'namespace',
  audience: 'owner',
  needs: POLICIES,
  appliesTo: (_, { form, namespace }) =>
    joins(form)?.mesh === 'istio' &&
    namespace.asksFor.every(({ mesh }) => mesh !== 'istio'),
  evaluate: ({ cluster, namespace }, { snapshot }) => {
    const refs = POLICIES.flatMap(kind => snapshot.kind(kind).items)
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata: { name } }) => ({
        cluster,
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        namespace,
        name,
      }));
    return found(
      refs.map(ref =>
        finding('policies-take-effect', {
          subject: ref,
          params: { policy: named(ref) },
        }),
      ),
    );
  },
};
