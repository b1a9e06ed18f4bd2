import type { Matcher, QueryScope } from '../metrics';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0x80 && code < 0xa0) return character;
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : '\\ufffd';
}

/**
 * A string literal of PromQL with exactly this value. Half a surrogate pair is nothing
 * that a label can hold; it becomes U+FFFD, which Prometheus reads only as an escape.
 */
export function quote(value: string): string {
  const escaped = value.replace(
    /[\\"\p{Cc}\p{Cs}\uFFFD]/gu,
    character => ESCAPES[character] ?? escapeOf(character),
  );
  return `"${escaped}"`;
}

/**
 * A name of a label as PromQL wants it: one that is no plain word is quoted, which
 * Prometheus 3 understands and every other refuses.
 */
export function labelName(label: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) ? label : quote(label);
}

/** A regular expression (RE2) that matches exactly this value. */
export function escapeRegex(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Matches the label's value if it is one of these. */
export function anyOf(label: string, values: readonly string[]): Matcher {
  return {
    label,
    operator: '=~',
    value: values.map(escapeRegex).join('|'),
  };
}

/** `metric{label="value"}`; without a name the matchers have to choose. */
export function selector(metric: string, matchers: readonly Matcher[]): string {
  if (!matchers.length) return metric;
  const written = matchers.map(
    ({ label, operator, value }) =>
      `${labelName(label)}${operator}${quote(value)}`,
  );
  return `${metric}{${written.join(',')}}`;
}

/** Increase per second over the window, of what the scope and the matchers select. */
export function rate(
  metric: string,
  matchers: readonly Matcher[],
  scope: QueryScope,
): string {
  const selected = selector(metric, [...matchers, ...scope.matchers]);
  return `rate(${selected}[${scope.windowSeconds}s])`;
}

/** `sum by (labels) (vector)`, or the plain sum without labels. */
export function sumBy(labels: readonly string[], vector: string): string {
  return labels.length
    ? `sum by (${labels.map(labelName).join(', ')}) (${vector})`
    : `sum(${vector})`;
}

/** What is less than a thousandth of one request in the window is no news. */
const LEAST_OF_WINDOW = 0.001;

/** Without the digits of a rate that no one request makes a difference to: answers are long enough. */
export function rounded(
  vector: string,
  { windowSeconds }: Pick<QueryScope, 'windowSeconds'>,
): string {
  const digits = Math.ceil(Math.log10(windowSeconds / LEAST_OF_WINDOW));
  return `round(${vector}, ${(10 ** -digits).toFixed(digits)})`;
}

/** A label with one constant value on every element; keeps apart what `or` puts together. */
export function tagged(vector: string, label: string, value: string): string {
  return `label_replace(${vector}, ${quote(label)}, ${quote(value)}, "", "")`;
}
