import { kindsInGroup, type KindEntry, type ResourceKind } from '../kinds.ts';

/** The subresource that almost every kind from a CustomResourceDefinition has. */
const WITH_STATUS = ['status'] as const;

/**
 * Kinds of one group as their CustomResourceDefinitions declare them: served in the same versions, the one that they
 * are stored in first, and with a status unless an entry says `subresources: []`.
 */
export function customKinds(
  group: string,
  options: {
    versions: readonly string[];
    categories?: readonly string[];
    kinds: readonly KindEntry[];
  },
): ResourceKind[] {
  const { versions, categories, kinds } = options;
  return kindsInGroup(group, versions, kinds).map(kind => ({
    subresources: WITH_STATUS,
    ...kind,
    custom: true,
    generation: true,
    ...(categories ? { categories } : {}),
  }));
}
