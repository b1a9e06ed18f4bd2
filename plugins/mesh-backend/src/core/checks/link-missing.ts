import type { Check } from '@meshport/plugin-mesh-node';
import { meshOf, titleOf } from './engine/forms';
import { finding, found, serviceOf } from './engine/outcomes';

/**
 * Without a connection of the two clusters nothing arrives (Cilium docs, "Cluster Mesh";
 * `linkerd multicluster check`).
 */
export const linkMissing: Check = {
  id: 'link-missing',
  title: 'The clusters are not linked',
  severity: 'error',
  scope: 'link',
  audience: 'platform',
  needs: [],
  appliesTo: ({ role }, { form }) =>
    role === 'to' && form.kind === 'service-export',
  evaluate: (subject, { form, links }) => {
    const mesh = meshOf(form) ?? '';
    const offering = 'from' in form ? form.from : [];
    const missing = offering.filter(
      other =>
        other !== subject.cluster &&
        !links.some(
          ({ mesh: by, from, to, state }) =>
            by === mesh &&
            from === subject.cluster &&
            to === other &&
            state !== 'down',
        ),
    );
    return found(
      missing.map(other =>
        finding('link-missing', {
          subject: serviceOf(subject),
          evidence: [],
          params: { other, mesh: titleOf(mesh) },
        }),
      ),
    );
  },
};
