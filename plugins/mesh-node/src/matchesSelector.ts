import type { LabelSelector } from './kinds/labelSelectorSchema';

type Labels = Readonly<Record<string, string>>;
type Expression = LabelSelector['matchExpressions'][number];

function satisfies({ key, operator, values }: Expression, labels: Labels) {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      // As the API server does: a missing label is in no list.
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Does the selector select these labels? One without requirements selects all. */
export function matchesSelector(
  selector: LabelSelector,
  labels: Labels,
): boolean {
  return (
    Object.entries(selector.matchLabels).every(
      ([key, value]) => labels[key] === value,
    ) &&
    selector.matchExpressions.every(expression => satisfies(expression, labels))
  );
}
