import { type Check, namespaceKind } from '@meshport/plugin-mesh-node';
import { joins, titleOf } from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * Two meshes, or two modes of Istio, redirect the same connections (Istio
 * pkg/config/analysis/analyzers/util/in_mesh.go; Linkerd pkg/healthcheck/sidecar.go): of
 * Istio's a sidecar wins, of two meshes nobody knows.
 */
export const conflictingDeclarations: Check = {
  id: 'conflicting-declarations',
  title: 'The namespace asks for something else, too',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [namespaceKind],
  appliesTo: (_, { form }) => form.kind === 'namespace-onboard',
  evaluate: (subject, { form, namespace }) => {
    const profile = joins(form);
    const [other] = namespace.asksFor.filter(
      ({ mesh, mode }) =>
        mesh !== profile?.mesh || (mode !== profile.mode && mesh === 'istio'),
    );
    return failsIf(other !== undefined, 'conflicting-declarations', {
      subject: namespaceOf(subject),
      params: { mesh: titleOf(other?.mesh ?? ''), mode: other?.mode ?? '' },
    });
  },
};
