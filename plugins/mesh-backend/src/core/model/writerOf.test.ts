import type { Writer } from '@meshport/plugin-mesh-common';
import { metadataSchema } from '@meshport/plugin-mesh-node';
import { writerOf } from './writerOf';

interface Marks {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  owner?: { kind: string; name: string; controller?: boolean };
  /** Field managers, in the order in which they wrote. */
  managers?: readonly string[];
}

function metadata({ labels, annotations, owner, managers = [] }: Marks) {
  return metadataSchema.parse({
    name: 'cart',
    namespace: 'shop',
    labels,
    annotations,
    ownerReferences: owner
      ? [{ apiVersion: 'x.test/v1', controller: true, ...owner }]
      : [],
    writers: managers.map((manager, index) => ({
      manager,
      operation: 'Update',
      time: `2026-01-0${index + 1}T00:00:00Z`,
      fields: ['metadata.labels.team'],
      exclusive: true,
    })),
  });
}

const FLUX = {
  'kustomize.toolkit.fluxcd.io/name': 'apps',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};
const RELEASE = {
  'helm.toolkit.fluxcd.io/name': 'cart',
  'helm.toolkit.fluxcd.io/namespace': 'flux-system',
};
const HELM = {
  'meta.helm.sh/release-name': 'cart',
  'meta.helm.sh/release-namespace': 'shop',
};

describe('writerOf', () => {
  it.each<[string, Marks, Writer]>([
    ['nothing', {}, { kind: 'unknown' }],
    [
      'a Kustomization of Flux',
      { labels: FLUX },
      { kind: 'flux-kustomization', name: 'apps', namespace: 'flux-system' },
    ],
    [
      'a HelmRelease of Flux, which is Helm too',
      { labels: RELEASE, annotations: HELM },
      { kind: 'flux-helm-release', name: 'cart', namespace: 'flux-system' },
    ],
    [
      'Helm',
      { annotations: HELM },
      { kind: 'helm', name: 'cart', namespace: 'shop' },
    ],
    [
      'an application of Argo CD by its annotation',
      {
        annotations: {
          'argocd.argoproj.io/tracking-id': 'store:apps/Deployment:shop/cart',
        },
      },
      { kind: 'argo-cd-application', name: 'store' },
    ],
    [
      'an application of Argo CD by its label',
      { labels: { 'argocd.argoproj.io/instance': 'store' } },
      { kind: 'argo-cd-application', name: 'store' },
    ],
    [
      'Argo CD that applies a chart',
      {
        annotations: HELM,
        labels: { 'argocd.argoproj.io/instance': 'store' },
      },
      { kind: 'argo-cd-application', name: 'store' },
    ],
    [
      'an operator',
      { owner: { kind: 'Cluster', name: 'postgres' } },
      { kind: 'operator', name: 'Cluster postgres', namespace: 'shop' },
    ],
    [
      'an owner that does not control it',
      { owner: { kind: 'Cluster', name: 'postgres', controller: false } },
      { kind: 'unknown' },
    ],
    [
      'Flux and an operator',
      { labels: FLUX, owner: { kind: 'Cluster', name: 'postgres' } },
      { kind: 'flux-kustomization', name: 'apps', namespace: 'flux-system' },
    ],
    [
      'a person',
      { managers: ['kubectl-label'] },
      { kind: 'person', name: 'kubectl-label' },
    ],
    [
      'a person in a browser',
      { managers: ['Mozilla'] },
      { kind: 'person', name: 'Mozilla' },
    ],
    [
      'a person after a controller',
      { managers: ['kube-controller-manager', 'kubectl-edit'] },
      { kind: 'person', name: 'kubectl-edit' },
    ],
    [
      'a controller after a person',
      { managers: ['kubectl-edit', 'some-controller'] },
      { kind: 'unknown' },
    ],
    [
      'a person beside Helm',
      { annotations: HELM, managers: ['helm', 'kubectl-label'] },
      { kind: 'helm', name: 'cart', namespace: 'shop' },
    ],
    [
      'a label of Flux without a name',
      { labels: { 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' } },
      { kind: 'unknown' },
    ],
  ])('by %s', (_, marks, writer) => {
    expect(writerOf(metadata(marks))).toEqual(writer);
  });

  it('is unknown of what is not there', () => {
    expect(writerOf(undefined)).toEqual({ kind: 'unknown' });
  });
});
