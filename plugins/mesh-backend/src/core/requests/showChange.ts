import type { ExactChange, ObjectRef } from '@meshport/plugin-mesh-common';
import { createTwoFilesPatch } from 'diff';
import { stringify } from 'yaml';
import { type KubernetesObject, valueAt } from './liveObject';

/** Lines around a change. */
const CONTEXT = 3;

/** Stands where a value is only known at delivery. */
const WHEN_RESTARTED = '(time of the restart)';

type Fields = ExactChange['fields'];
type Tree = { [key: string]: unknown };

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object with a value under a path; empty maps on the way up are not kept. */
function withValue(
  tree: Tree,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): Tree {
  const { [key]: before, ...others } = tree;
  const after =
    rest.length === 0
      ? value
      : withValue(isTree(before) ? before : {}, rest, value);
  const isGone =
    after === undefined ||
    (rest.length > 0 && isTree(after) && Object.keys(after).length === 0);
  return isGone ? others : { ...tree, [key]: after };
}

/** The object as it is after these fields were set and removed. */
export function withFields(
  object: KubernetesObject,
  fields: Fields,
): KubernetesObject {
  return fields.reduce<Tree>(
    (tree, { path, value }) => withValue(tree, path, value),
    { ...object },
  );
}

function heading({ apiVersion, kind, namespace, name }: ObjectRef): Tree {
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  };
}

/** Labels are shown with those beside them. Annotations can hold anything: one by one. */
function shownPaths(fields: Fields): string[][] {
  return fields.map(({ path }) =>
    path[0] === 'metadata' && path[1] === 'labels'
      ? ['metadata', 'labels']
      : path,
  );
}

function inOrder(value: unknown): unknown {
  if (!isTree(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map(key => [key, value[key]]));
}

/** What of an object is shown, as YAML: what it is, and what is at the paths. */
function shown(
  ref: ObjectRef,
  object: KubernetesObject,
  paths: readonly string[][],
): string {
  const tree = paths.reduce<Tree>((shownSoFar, path) => {
    const value = valueAt(object, path);
    return value === undefined
      ? shownSoFar
      : withValue(shownSoFar, path, value);
  }, heading(ref));
  const { metadata, ...rest } = tree;
  const { labels, annotations, ...names } = isTree(metadata) ? metadata : {};
  return stringify({
    apiVersion: rest.apiVersion,
    kind: rest.kind,
    metadata: {
      ...names,
      ...(labels === undefined ? {} : { labels: inOrder(labels) }),
      ...(annotations === undefined
        ? {}
        : { annotations: inOrder(annotations) }),
    },
    ...(rest.spec === undefined ? {} : { spec: rest.spec }),
  });
}

const WHOLE = [['metadata', 'labels'], ['spec']];

function fileName({ cluster, kind, namespace, name }: ObjectRef): string {
  return [cluster, kind, ...(namespace ? [namespace] : []), name].join('/');
}

/** A unified diff; a text that is undefined is that of nothing. */
function unified(ref: ObjectRef, before?: string, after?: string): string {
  const name = fileName(ref);
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : name,
    after === undefined ? '/dev/null' : name,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { context: CONTEXT },
  );
  // The first line is a ruler.
  return patch.slice(patch.indexOf('---'));
}

/**
 * YAML of exactly what a change does to an object, before and after, and the difference.
 * Of the object as it is, nothing else is shown: what is not changed may be a secret.
 */
export function showChange(
  { object, operation, fields }: Omit<ExactChange, 'diff' | 'writer'>,
  live: KubernetesObject | undefined,
): Pick<ExactChange, 'before' | 'after' | 'diff'> {
  if (operation === 'delete') {
    const before = shown(object, live ?? {}, WHOLE);
    return { before, diff: unified(object, before) };
  }
  const known =
    operation === 'restart'
      ? fields.map(field => ({ ...field, value: WHEN_RESTARTED }))
      : fields;
  const paths =
    operation === 'create' ? fields.map(one => one.path) : shownPaths(fields);
  const after = shown(object, withFields(live ?? {}, known), paths);
  if (operation === 'create') {
    return { after, diff: unified(object, undefined, after) };
  }
  const before = shown(object, live ?? {}, paths);
  return { before, after, diff: unified(object, before, after) };
}
