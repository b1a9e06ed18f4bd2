import type { Check } from '@meshport/plugin-mesh-node';
import { peerAuthenticationKind } from '../meshes/istio/kinds';
import { finding, found } from './engine/outcomes';

/**
 * Strict mTLS is relaxed before a namespace leaves: its calls come in plain text afterwards.
 */
export const strictMtlsAfterLeaving: Check = {
  id: 'strict-mtls-after-leaving',
  title: 'Strict mTLS would refuse who leaves the mesh',
  severity: 'warning',
  scope: 'namespace',
  audience: 'owner',
  needs: [peerAuthenticationKind],
  appliesTo: (_, { form }) =>
    form.kind === 'namespace-offboard' && form.mesh === 'istio',
  evaluate: ({ cluster, namespace }, { snapshot }) =>
    found(
      snapshot
        .kind(peerAuthenticationKind)
        .items.filter(({ spec }) => spec.mtls.mode === 'STRICT')
        .map(({ metadata }) =>
          finding('strict-mtls-after-leaving', {
            subject: {
              cluster,
              apiVersion: 'security.istio.io/v1',
              kind: 'PeerAuthentication',
              namespace: metadata.namespace,
              name: metadata.name,
            },
            params: { target: namespace, place: metadata.namespace ?? '' },
          }),
        ),
    ),
};
