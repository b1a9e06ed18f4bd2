/**
 * Annotations that are kept whatever meshes are there: our own, Backstage's, and those
 * by which the tools that manage objects mark them (Flux, Helm, Argo CD).
 */
const ALWAYS_KEPT = [
  'meshport.io/',
  'backstage.io/',
  'kustomize.toolkit.fluxcd.io/',
  'helm.toolkit.fluxcd.io/',
  'meta.helm.sh/',
  'argocd.argoproj.io/',
];

/**
 * Whole objects packed into an annotation: large, and `kubectl apply` of a Secret
 * leaves the secret in the first.
 */
const NEVER_KEPT = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'consul.hashicorp.com/original-pod',
]);

/** Whether an annotation is kept when an object is trimmed. */
export type KeepsAnnotation = (key: string) => boolean;

/** @param keys - further keys, or prefixes ending in `/`: those of the meshes and configured ones */
export function keptAnnotations(keys: readonly string[]): KeepsAnnotation {
  const all = [...ALWAYS_KEPT, ...keys];
  const prefixes = all.filter(key => key.endsWith('/'));
  const exact = new Set(all.filter(key => !key.endsWith('/')));
  return key =>
    !NEVER_KEPT.has(key) &&
    (exact.has(key) || prefixes.some(prefix => key.startsWith(prefix)));
}
