type Labels = Readonly<Record<string, string>>;

/** Does an object with these labels satisfy the selector? */
type LabelMatcher = (labels: Labels) => boolean;

export interface LabelSelector {
  readonly matches: LabelMatcher;
  /** Labels that whatever matches has, each as {@link labelPair}; may be none. */
  readonly equalities: readonly string[];
}

/** A label as one word; a key has no `=`. */
export function labelPair(key: string, value: string): string {
  return `${key}=${value}`;
}

const KEY =
  '((?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)';
const VALUE = '((?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?)';

const EXISTS = new RegExp(`^${KEY}$`);
const ABSENT = new RegExp(`^!\\s*${KEY}$`);
const EQUALITY = new RegExp(`^${KEY}\\s*(==|=|!=)\\s*${VALUE}$`);
const MEMBERSHIP = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const COMPARISON = new RegExp(`^${KEY}\\s*([<>])\\s*(-?\\d+)$`);
const ONE_VALUE = new RegExp(`^${VALUE}$`);

/** The parts between commas that are not inside of parentheses. */
function requirementsOf(selector: string): string[] {
  return selector.split(/,(?![^(]*\))/).map(part => part.trim());
}

function membership(
  key: string,
  operator: string,
  list: string,
): LabelMatcher | undefined {
  const values = list.split(',').map(value => value.trim());
  if (!values.every(value => ONE_VALUE.test(value))) return undefined;
  return labels => {
    const value = labels[key];
    const isIn = value !== undefined && values.includes(value);
    return operator === 'in' ? isIn : !isIn;
  };
}

/** `>` and `<` compare whole numbers; a label that is none satisfies neither. */
function comparison(
  key: string,
  operator: string,
  bound: number,
): LabelMatcher {
  return labels => {
    const value = labels[key];
    if (value === undefined || !/^-?\d+$/.test(value)) return false;
    return operator === '>' ? Number(value) > bound : Number(value) < bound;
  };
}

/** The label that a requirement such as `a=b` asks for. */
function equalityOf(source: string): string[] {
  const [, key, operator, value] = EQUALITY.exec(source) ?? [];
  return key && value !== undefined && operator !== '!='
    ? [labelPair(key, value)]
    : [];
}

function parseRequirement(source: string): LabelMatcher | undefined {
  const [, absent] = ABSENT.exec(source) ?? [];
  if (absent) return labels => labels[absent] === undefined;
  const [, exists] = EXISTS.exec(source) ?? [];
  if (exists) return labels => labels[exists] !== undefined;
  const [, key, operator, value] = EQUALITY.exec(source) ?? [];
  if (key && value !== undefined) {
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  const [, member, how, list] = MEMBERSHIP.exec(source) ?? [];
  if (member && how && list !== undefined) {
    return membership(member, how, list);
  }
  const [, compared, sign, bound] = COMPARISON.exec(source) ?? [];
  return compared && sign
    ? comparison(compared, sign, Number(bound))
    : undefined;
}

/**
 * Reads a label selector as `kubectl -l` and the API server take it: equality
 * (`a=b,c!=d`), sets (`a in (b,c)`, `d notin (e)`), existence (`a`, `!b`), whole
 * numbers (`a>1`). Undefined for anything else.
 */
export function parseLabelSelector(
  selector: string,
): LabelSelector | undefined {
  const requirements = requirementsOf(selector);
  const matchers = requirements.map(parseRequirement);
  const understood = matchers.filter(matcher => matcher !== undefined);
  if (understood.length < matchers.length) return undefined;
  return {
    matches: labels => understood.every(matcher => matcher(labels)),
    equalities: requirements.flatMap(equalityOf),
  };
}
