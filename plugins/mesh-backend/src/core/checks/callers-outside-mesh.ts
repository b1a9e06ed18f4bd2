import type { ObjectRef } from '@meshport/plugin-mesh-common';
import { type Check, type CheckContext } from '@meshport/plugin-mesh-node';
import { peerAuthenticationKind } from '../meshes/istio/kinds';
import { joins, titleOf } from './engine/forms';
import { finding, found, named, namespaceOf, unknown } from './engine/outcomes';

/** Policies of Linkerd under which plain text is refused. */
const REFUSES_PLAIN_TEXT = [
  'all-authenticated',
  'cluster-authenticated',
  'deny',
];

/** What would refuse callers without an identity; undefined where nothing would. */
function decidedBy({
  form,
  snapshot,
}: CheckContext): { readonly evidence: ObjectRef[] } | undefined {
  const profile = joins(form);
  if (form.kind !== 'namespace-onboard' || !profile) return undefined;
  if (profile.mesh === 'linkerd') {
    const policy = profile.defaultInboundPolicy ?? '';
    return REFUSES_PLAIN_TEXT.includes(policy) ? { evidence: [] } : undefined;
  }
  const strict = snapshot
    .kind(peerAuthenticationKind)
    .items.filter(
      ({ metadata, spec }) =>
        [form.namespace, 'istio-system'].includes(metadata.namespace ?? '') &&
        spec.mtls.mode === 'STRICT',
    );
  if (strict.length === 0) return undefined;
  return {
    evidence: strict.map(({ metadata: { name, namespace } }) => ({
      cluster: snapshot.cluster.name,
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      namespace,
      name,
    })),
  };
}

/**
 * Under strict mTLS, or a policy of Linkerd that asks for identities, whoever has none is
 * refused from the first moment on. Callers are those that metrics have seen.
 */
export const callersOutsideMesh: Check = {
  id: 'callers-outside-mesh',
  title: 'Callers outside of the mesh would be refused',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: ['calls'],
  appliesTo: (_, context) => decidedBy(context) !== undefined,
  evaluate: (subject, context) => {
    const mesh = joins(context.form)?.mesh ?? '';
    const by = decidedBy(context);
    const callers = context.callers ?? [];
    const said = found(
      callers
        .filter(({ known, meshes }) => known && !meshes.includes(mesh))
        .map(({ ref }) =>
          finding('callers-outside-mesh', {
            subject: ref ?? namespaceOf(subject),
            evidence: by?.evidence ?? [],
            params: {
              caller: ref ? `${named(ref)} in ${ref.cluster}` : 'Somebody',
              target: subject.namespace,
              mesh: titleOf(mesh),
            },
          }),
        ),
    );
    const isDoubtful = callers.some(({ known }) => !known);
    return said.outcome === 'pass' && isDoubtful
      ? unknown('callers-outside-mesh', { cluster: subject.cluster })
      : said;
  },
};
