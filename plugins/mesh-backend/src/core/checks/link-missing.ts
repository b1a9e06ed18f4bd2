import type { Check } from '@meshport/plugin-mesh-node';
import { meshOf, titleOf } from './engine/forms';
import { finding, found, serviceOf, unknown } from './engine/outcomes';

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
    const others = offering.filter(other => other !== subject.cluster);
    const stateTo = (other: string) =>
      links.find(
        ({ mesh: by, from, to }) =>
          by === mesh && from === subject.cluster && to === other,
      )?.state ?? 'down';
    const missing = others.filter(other => stateTo(other) === 'down');
    const [doubtful] = others.filter(other => stateTo(other) === 'unknown');
    if (missing.length === 0 && doubtful !== undefined) {
      const { cluster } = subject;
      const params = { other: doubtful, mesh: titleOf(mesh), cluster };
      return unknown('link-missing', params);
    }
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
