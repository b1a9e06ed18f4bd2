import { type ObjectRef, text, type Text } from '@meshport/plugin-mesh-common';
import {
  type BuiltDocument,
  type Built,
  builtDocuments,
  type DocumentName,
} from './builtDocuments';
import {
  directoryOf,
  isBelow,
  isKustomization,
  type Repository,
} from './Repository';

/** Where an object is defined; `wants` names files to read before it can be said. */
export type Definition =
  | { readonly kind: 'found'; readonly document: BuiltDocument }
  | { readonly kind: 'absent' }
  | { readonly kind: 'wants'; readonly paths: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: Text };

/** `Namespace shop`, `Service shop/cart`. */
export function nameOf({
  kind,
  namespace,
  name,
}: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] ?? '' : '';
}

/** Whether it is the object; `maybe` where Flux may put it in any namespace. */
function isIt(object: ObjectRef, it: DocumentName): 'yes' | 'maybe' | 'no' {
  const isNamed =
    it.kind === object.kind &&
    it.name === object.name &&
    groupOf(it.apiVersion) === groupOf(object.apiVersion);
  if (!isNamed) return 'no';
  if (object.namespace === undefined || it.namespace === object.namespace)
    return 'yes';
  return it.namespace === undefined ? 'maybe' : 'no';
}

function refused(
  id: 'ambiguous' | 'generated' | 'unreadable' | 'shared',
  params: Record<string, string>,
): Definition {
  return { kind: 'refused', reason: text(`request.edit.${id}`, params) };
}

/** A file that is no YAML, and yet seems to be about the object. */
function hiddenIn(
  { contents }: Repository,
  { unreadable }: Built,
  object: ObjectRef,
): Definition | undefined {
  for (const { path, problem } of unreadable) {
    const content = contents.get(path) ?? '';
    if (!content.includes(object.kind)) continue;
    const isTemplate = content.includes('{{');
    if (!isTemplate && !content.includes(object.name)) continue;
    return isTemplate
      ? refused('generated', { object: nameOf(object), file: path })
      : refused('unreadable', { object: nameOf(object), file: path, problem });
  }
  return undefined;
}

/** Whether a file is part of a chart, whose documents come out of Helm only. */
function isInChart({ paths }: Repository, path: string): boolean {
  const parts = path.split('/').slice(0, -1);
  return parts.some((_part, at) =>
    paths.has([...parts.slice(0, at + 1), 'Chart.yaml'].join('/')),
  );
}

/** Who else builds a file that is not of this directory. */
function sharedWith(
  repository: Repository,
  { directory, path }: { directory: string; path: string },
): { other?: string; wanted: readonly string[] } {
  if (isBelow(directory, path)) return { wanted: [] };
  const builders = [...repository.paths]
    .filter(isKustomization)
    .map(directoryOf)
    .filter(one => !isBelow(directory, `${one}/`) && !isBelow(one, path));
  const wanted: string[] = [];
  for (const builder of builders) {
    const built = builtDocuments(repository, builder);
    if (built.documents.some(document => document.path === path))
      return { other: builder, wanted: [] };
    wanted.push(...built.wanted);
  }
  return { wanted };
}

function unlessShared(
  repository: Repository,
  directory: string,
  { object, document }: { object: ObjectRef; document: BuiltDocument },
): Definition {
  const { path } = document;
  const { other, wanted } = sharedWith(repository, { directory, path });
  if (other !== undefined)
    return refused('shared', { object: nameOf(object), file: path, other });
  return wanted.length > 0
    ? { kind: 'wants', paths: [...new Set(wanted)] }
    : { kind: 'found', document };
}

/**
 * The document that defines an object among those that a directory is built from: its
 * resources, never a patch. Refused where there are several, where it comes out of a
 * template, or where others are built from the same file.
 */
export function findDefinition(
  repository: Repository,
  directory: string,
  object: ObjectRef,
): Definition {
  const built = builtDocuments(repository, directory);
  if (built.wanted.length > 0) return { kind: 'wants', paths: built.wanted };
  const ofKind = (wanted: 'yes' | 'maybe') =>
    built.documents.filter(({ object: it }) => isIt(object, it) === wanted);
  const exact = ofKind('yes');
  const matches = exact.length > 0 ? exact : ofKind('maybe');
  const [document, ...others] = matches;
  if (!document)
    return hiddenIn(repository, built, object) ?? { kind: 'absent' };
  if (isInChart(repository, document.path)) {
    const params = { object: nameOf(object), file: document.path };
    return refused('generated', params);
  }
  const uses = built.documents.filter(
    ({ path, index }) => path === document.path && index === document.index,
  );
  if (others.length > 0 || uses.length > 1) {
    const files = [...new Set([...matches, ...uses].map(one => one.path))];
    return refused('ambiguous', {
      object: nameOf(object),
      files: files.join(', '),
    });
  }
  return unlessShared(repository, directory, { object, document });
}
