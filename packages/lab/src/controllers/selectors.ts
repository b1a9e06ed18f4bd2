import { matchesLabelSelector } from '../apiserver/selectors.ts';
import type { LabelSelector } from './objects.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether a label selector of the API (`matchLabels`, `matchExpressions`) selects these labels. An empty or missing
 * selector selects everything; an unknown operator selects nothing, as the API server would have refused it.
 */
export function selects(
  selector: LabelSelector | undefined,
  labels: Labels = {},
): boolean {
  return !selector || matchesLabelSelector(selector, labels);
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
