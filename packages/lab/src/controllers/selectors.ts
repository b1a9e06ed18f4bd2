import type { LabelSelector } from './objects.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether a label selector of the API (`matchLabels`, `matchExpressions`) selects these labels. An empty
 * selector selects everything; an unknown operator selects nothing, as the API server would have refused it.
 */
export function selects(
  selector: LabelSelector | undefined,
  labels: Labels = {},
): boolean {
  if (!selector) return true;
  const pairs = Object.entries(selector.matchLabels ?? {});
  if (!pairs.every(([key, value]) => labels[key] === value)) return false;
  return (selector.matchExpressions ?? []).every(
    ({ key, operator, values = [] }) => {
      const present = Object.hasOwn(labels, key);
      switch (operator) {
        case 'In':
          return present && values.includes(labels[key]);
        case 'NotIn':
          return !present || !values.includes(labels[key]);
        case 'Exists':
          return present;
        case 'DoesNotExist':
          return !present;
        default:
          return false;
      }
    },
  );
}

/** A Service's selector: plain pairs; a Service without any selects no pod. */
export function serviceSelects(
  pairs: Labels | undefined,
  labels: Labels = {},
): boolean {
  const entries = Object.entries(pairs ?? {});
  return (
    entries.length > 0 && entries.every(([key, value]) => labels[key] === value)
  );
}
