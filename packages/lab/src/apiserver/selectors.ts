import type { JsonObject, KubeObject } from './KubeObject.ts';
import { isJsonObject } from './KubeObject.ts';
import { badRequest } from './StatusError.ts';

/** Field selectors' names and the paths in the object that they read. */
export type FieldSelectorPaths = Readonly<Record<string, readonly string[]>>;

export type Predicate = (object: KubeObject) => boolean;

const NAME =
  /^(?:[a-z0-9A-Z.-]+\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

interface Requirement {
  key: string;
  matches(value: string | undefined): boolean;
}

/** `app=web,tier!=db,env in (a,b),!legacy`; throws 400 for what does not parse. */
export function parseLabelSelector(text: string): Predicate {
  const requirements = splitTopLevel(text)
    .map(part => part.trim())
    .filter((part, _index, all) => part !== '' || all.length > 1)
    .map(part => parseRequirement(part, text));
  return object => {
    const labels = object.metadata.labels ?? {};
    return requirements.every(r => r.matches(labels[r.key]));
  };
}

/** Commas inside the parentheses of `in (a,b)` do not separate requirements. */
function splitTopLevel(text: string): string[] {
  return text.split(/,(?![^()]*\))/);
}

function parseRequirement(part: string, whole: string): Requirement {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set) {
    const [, key, operator, list] = set;
    const values = list.split(',').map(v => v.trim());
    check(key, values, whole);
    const inside = (v: string | undefined) =>
      v !== undefined && values.includes(v);
    return { key, matches: operator === 'in' ? inside : v => !inside(v) };
  }
  const equality = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (equality) {
    const [, key, operator, value] = equality;
    check(key, [value], whole);
    return {
      key,
      matches: operator === '!=' ? v => v !== value : v => v === value,
    };
  }
  const absent = /^!\s*(\S+)$/.exec(part);
  const key = absent ? absent[1] : part;
  check(key, [], whole);
  return {
    key,
    matches: absent ? v => v === undefined : v => v !== undefined,
  };
}

function check(key: string, values: readonly string[], whole: string): void {
  if (!NAME.test(key) || values.some(v => !VALUE.test(v))) {
    throw badRequest(
      `unable to parse requirement: ${JSON.stringify(
        whole,
      )} is not a label selector`,
    );
  }
}

/** The `matchLabels`/`matchExpressions` form; an empty selector matches everything, a missing one nothing. */
export function matchesLabelSelector(
  selector: unknown,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (!isJsonObject(selector)) return false;
  const wanted = isJsonObject(selector.matchLabels) ? selector.matchLabels : {};
  const expressions = Array.isArray(selector.matchExpressions)
    ? selector.matchExpressions.filter(isJsonObject)
    : [];
  return (
    Object.entries(wanted).every(([key, value]) => labels[key] === value) &&
    expressions.every(expression => matchesExpression(expression, labels))
  );
}

function matchesExpression(
  expression: JsonObject,
  labels: Readonly<Record<string, string>>,
): boolean {
  const key = String(expression.key);
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const values = Array.isArray(expression.values) ? expression.values : [];
  switch (expression.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** `metadata.name=a,status.phase!=Running`; a field that the kind does not offer is a 400, as on a real server. */
export function parseFieldSelector(
  text: string,
  paths: FieldSelectorPaths,
): Predicate {
  const requirements = text
    .split(',')
    .filter(part => part !== '')
    .map(part => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part.trim());
      if (!match) {
        throw badRequest(
          `invalid selector: '${part}'; can't understand '${part}'`,
        );
      }
      const [, field, operator, value] = match;
      return { path: fieldPath(field, paths), operator, value };
    });
  return object =>
    requirements.every(({ path, operator, value }) => {
      const actual = readPath(object, path);
      return operator === '!=' ? actual !== value : actual === value;
    });
}

function fieldPath(
  field: string,
  paths: FieldSelectorPaths,
): readonly string[] {
  if (field === 'metadata.name') return ['metadata', 'name'];
  if (field === 'metadata.namespace') return ['metadata', 'namespace'];
  const path = paths[field];
  if (!path) throw badRequest(`field label not supported: ${field}`);
  return path;
}

function readPath(object: KubeObject, path: readonly string[]): string {
  let value: unknown = object;
  for (const field of path) {
    value = isJsonObject(value) ? value[field] : undefined;
  }
  return value === undefined || value === null ? '' : String(value);
}
