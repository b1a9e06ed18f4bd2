import {
  type LabelSelector,
  matchesSelector,
} from '@meshport/plugin-mesh-node';
import type { MeshConfig } from './schema';

type Labels = Readonly<Record<string, string>>;

/** Does istiod see a namespace with these labels at all (`discoverySelectors`)? */
export function isDiscovered(
  meshConfig: MeshConfig | undefined,
  labels: Labels,
): boolean {
  const selectors = meshConfig?.discoverySelectors ?? [];
  return (
    selectors.length === 0 ||
    selectors.some(selector => matchesSelector(selector, labels))
  );
}

type Change = readonly [key: string, value: string | undefined];

/** What to set, or remove, so that a selector selects these labels. */
function changesFor(selector: LabelSelector, labels: Labels): Change[] {
  const expressions = selector.matchExpressions.filter(
    expression =>
      !matchesSelector(
        { matchLabels: {}, matchExpressions: [expression] },
        labels,
      ),
  );
  return [
    ...Object.entries(selector.matchLabels).filter(
      ([key, value]) => labels[key] !== value,
    ),
    ...expressions.map(({ key, operator, values }): Change => {
      const isWanted = operator === 'In' || operator === 'Exists';
      return [key, isWanted ? values[0] ?? 'true' : undefined];
    }),
  ];
}

/**
 * Changes of a namespace's labels, as kubectl takes them, with which istiod would see
 * it. Empty where it does, and where labels cannot bring that about.
 */
export function discoveringChanges(
  meshConfig: MeshConfig | undefined,
  labels: Labels,
): string[] {
  if (isDiscovered(meshConfig, labels)) return [];
  const [changes = []] = (meshConfig?.discoverySelectors ?? [])
    .map(selector => changesFor(selector, labels))
    // Kubernetes sets this label, and does not let it be changed.
    .filter(all => all.every(([key]) => key !== 'kubernetes.io/metadata.name'));
  return changes.map(([key, value]) =>
    value === undefined ? `${key}-` : `${key}=${value}`,
  );
}
