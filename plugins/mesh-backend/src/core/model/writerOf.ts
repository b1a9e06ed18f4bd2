import type { Writer } from '@meshport/plugin-mesh-common';
import type { Metadata, WrittenObject } from '@meshport/plugin-mesh-node';

const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';
const HELM_RELEASE = 'helm.toolkit.fluxcd.io';
const HELM = 'meta.helm.sh';
const ARGO_TRACKING = 'argocd.argoproj.io/tracking-id';
const ARGO_INSTANCE = 'argocd.argoproj.io/instance';

/** Field managers behind which a person sits. */
const BY_HAND = /^(kubectl|k9s|lens|headlamp|rancher|Mozilla)/i;

type KnownMetadata = Metadata & Partial<WrittenObject['metadata']>;

type Rule = (metadata: KnownMetadata) => Writer | undefined;

const byFlux =
  (kind: Writer['kind'], group: string): Rule =>
  ({ labels }) => {
    const name = labels[`${group}/name`];
    return name === undefined
      ? undefined
      : { kind, name, namespace: labels[`${group}/namespace`] };
  };

const byArgo: Rule = ({ annotations, labels }) => {
  const [tracked] = (annotations[ARGO_TRACKING] ?? '').split(':');
  const name = tracked || labels[ARGO_INSTANCE];
  return name ? { kind: 'argo-cd-application', name } : undefined;
};

const byHelm: Rule = ({ annotations }) => {
  const name = annotations[`${HELM}/release-name`];
  return name === undefined
    ? undefined
    : {
        kind: 'helm',
        name,
        namespace: annotations[`${HELM}/release-namespace`],
      };
};

/** What a controller made is as its owner says, unless that is a workload's own part. */
const byOwner: Rule = ({ ownerReferences, namespace }) => {
  const owner = ownerReferences.find(({ controller }) => controller);
  return owner
    ? { kind: 'operator', name: `${owner.kind} ${owner.name}`, namespace }
    : undefined;
};

/** The one who wrote it last, or a label or kept annotation of it. */
const byFieldManager: Rule = ({ writers, lastWrite }) => {
  const [latest] = [...writers].sort((a, b) =>
    (b.time ?? '').localeCompare(a.time ?? ''),
  );
  const last = lastWrite ?? latest;
  return last?.manager && BY_HAND.test(last.manager)
    ? { kind: 'person', name: last.manager }
    : undefined;
};

/** The first that knows the object wins: a release that Flux made is Flux's. */
const RULES: readonly Rule[] = [
  byFlux('flux-helm-release', HELM_RELEASE),
  byFlux('flux-kustomization', KUSTOMIZE),
  byArgo,
  byHelm,
  byOwner,
  byFieldManager,
];

/**
 * Who keeps an object as it is, from the marks that Flux, Argo CD and Helm leave on
 * what they apply, its controller, and its managed fields.
 */
export function writerOf(metadata: KnownMetadata | undefined): Writer {
  for (const rule of metadata ? RULES : []) {
    const writer = metadata && rule(metadata);
    if (writer) return writer;
  }
  return { kind: 'unknown' };
}
