import type { Matcher } from '@meshport/plugin-mesh-node';

const MATCHER =
  /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)\s*(,|$)/;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
};

const OPERATORS: ReadonlyMap<string, Matcher['operator']> = new Map(
  (['=', '!=', '=~', '!~'] as const).map(one => [one, one]),
);

/** Of a quoted value; between backticks nothing is escaped. */
function unquoted(quoted: string): string {
  const inside = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return inside;
  return inside.replace(/\\(.)/g, (_, sign) => ESCAPES[sign] ?? sign);
}

/** `{env="prod"}` and `env="prod"` are the same. */
function withoutBraces(written: string): string {
  const trimmed = written.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}')
    ? trimmed.slice(1, -1).trim()
    : trimmed;
}

/**
 * The matchers of a selector as people write it in PromQL: `env="prod", zone!~"test-.*"`,
 * with or without braces. Undefined where it is none; '' has none.
 */
export function parseMatchers(written: string): Matcher[] | undefined {
  const matchers: Matcher[] = [];
  let rest = withoutBraces(written);
  while (rest !== '') {
    const [all = '', label, sign = '', value = ''] = MATCHER.exec(rest) ?? [];
    const operator = OPERATORS.get(sign);
    if (label === undefined || operator === undefined) return undefined;
    matchers.push({ label, operator, value: unquoted(value) });
    rest = rest.slice(all.length).trim();
  }
  return matchers;
}
