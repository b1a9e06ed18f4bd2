import {
  AuthorizeResult,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';

/** Whether a decision holds for one resource. */
type Filter<Resource> = (resource: Resource) => boolean;

function combined<Resource>(
  criteria: PermissionCriteria<Filter<Resource>>,
): Filter<Resource> {
  if (typeof criteria === 'function') return criteria;
  if ('not' in criteria) {
    const excluded = combined(criteria.not);
    return resource => !excluded(resource);
  }
  if ('anyOf' in criteria) {
    const some = criteria.anyOf.map(combined);
    return resource => some.some(one => one(resource));
  }
  const all = criteria.allOf.map(combined);
  return resource => all.every(one => one(resource));
}

/** The conditions of a decision as the query forms of their rules. */
type ToFilters<Resource> = (
  conditions: Extract<
    PolicyDecision,
    { result: AuthorizeResult.CONDITIONAL }
  >['conditions'],
) => PermissionCriteria<Filter<Resource>>;

/** A decision as what it says of each resource. */
export function filterOf<Resource>(
  decision: PolicyDecision,
  toFilters: ToFilters<Resource>,
): Filter<Resource> {
  if (decision.result === AuthorizeResult.CONDITIONAL) {
    return combined(toFilters(decision.conditions));
  }
  const isAllowed = decision.result === AuthorizeResult.ALLOW;
  return () => isAllowed;
}
