import { type ObjectRef, text } from '@meshport/plugin-mesh-common';
import { valueAt } from '../liveObject';
import { withFields } from '../showChange';
import { type BuiltDocument, builtDocuments } from './builtDocuments';
import { appendItem, removeItem } from './editList';
import type { RepositoryEdit, WrittenChange } from './RepositoryEdit';
import { findDefinition, nameOf } from './findDefinition';
import {
  directoryOf,
  type FileChange,
  kustomizationOf,
  type Repository,
  resolved,
  within,
} from './Repository';
import {
  lineEnd,
  lineStart,
  rangeOf,
  readYaml,
  type YamlFile,
} from './YamlFile';
import { blockYaml } from './writeYaml';

function refused(
  id: 'exists' | 'renamed' | 'stays-as-it-is',
  object: ObjectRef,
  file: string,
): RepositoryEdit {
  const reason = text(`request.edit.${id}`, { object: nameOf(object), file });
  return { kind: 'refused', reason };
}

/** Beside its namespace, else beside what is in it, else in a directory of its own. */
function placeOf(
  repository: Repository,
  directory: string,
  { namespace }: ObjectRef,
): string {
  if (namespace === undefined) return directory;
  const { documents } = builtDocuments(repository, directory);
  const beside =
    documents.find(
      ({ object: { kind, name } }) =>
        kind === 'Namespace' && name === namespace,
    ) ?? documents.find(({ object }) => object.namespace === namespace);
  return beside ? directoryOf(beside.path) : within(directory, namespace);
}

function documentText({ object, fields }: WrittenChange): string {
  const { apiVersion, kind, namespace, name } = object;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const value = withFields({ apiVersion, kind, metadata }, fields);
  const style = {
    lineEnd: '\n',
    step: 2,
    indentsLists: true,
    quotes: 'QUOTE_SINGLE',
    quotesAll: false,
  } as const;
  return `${blockYaml(value, { style, indent: 0 })}\n`;
}

/** The kustomization with a file more that it builds from; undefined: there is no way. */
function listed(
  repository: Repository,
  kustomization: string,
  name: string,
): FileChange | undefined {
  const file = readYaml(repository.contents.get(kustomization) ?? '');
  if ('problem' in file) return undefined;
  const content = appendItem(file, { index: 0, path: ['resources'] }, name);
  return content === undefined ? undefined : { path: kustomization, content };
}

/** A file of its own for an object that no file defines, listed where files are listed. */
export function addDocument(
  repository: Repository,
  directory: string,
  change: WrittenChange,
): RepositoryEdit {
  const { object } = change;
  const place = placeOf(repository, directory, object);
  const short = `${object.kind.toLowerCase()}-${object.name}.yaml`;
  const names = [short, `${object.namespace ?? 'cluster'}-${short}`];
  const name = names.find(one => !repository.paths.has(within(place, one)));
  if (name === undefined)
    return refused('exists', object, within(place, names[0] ?? short));
  const path = within(place, name);
  const files: FileChange[] = [{ path, content: documentText(change) }];
  const kustomization = kustomizationOf(repository, place);
  if (kustomization !== undefined) {
    const list = listed(repository, kustomization, name);
    if (!list) return refused('stays-as-it-is', object, kustomization);
    files.push(list);
  }
  const next: Repository = {
    paths: new Set([...repository.paths, path]),
    contents: new Map([
      ...repository.contents,
      ...files.map(one => [one.path, one.content ?? ''] as const),
    ]),
  };
  const definition = findDefinition(next, directory, object);
  const isThere =
    definition.kind === 'found' && definition.document.path === path;
  return isThere
    ? { kind: 'edited', files }
    : refused('renamed', object, kustomization ?? path);
}

/** A text without one of its documents, and without what parts it from the one before. */
function withoutDocument({ text: all, documents }: YamlFile, index: number) {
  const starts = documents.map((document, at) => {
    const [start] = rangeOf(document.contents) ?? [0];
    if (at === 0) return 0;
    const marker = all.lastIndexOf('\n---', start);
    return marker < 0 ? lineStart(all, start) : marker + 1;
  });
  const start = starts[index] ?? 0;
  const next = starts[index + 1];
  if (next === undefined) return all.slice(0, start);
  // The first one has no marker before it; that of the next would stand alone.
  return index === 0 && !all.startsWith('---')
    ? all.slice(lineEnd(all, next))
    : all.slice(0, start) + all.slice(next);
}

/** The kustomization without a file that is gone; undefined: there is no way. */
function unlisted(
  { contents }: Repository,
  kustomization: string,
  path: string,
): FileChange | undefined {
  const file = readYaml(contents.get(kustomization) ?? '');
  if ('problem' in file) return undefined;
  const resources = valueAt(file.values[0], ['resources']);
  const own = directoryOf(kustomization);
  const at = Array.isArray(resources)
    ? resources.findIndex(
        one => typeof one === 'string' && resolved(own, one) === path,
      )
    : -1;
  if (at < 0) return { path: kustomization, content: file.text };
  const content = removeItem(file, { index: 0, path: ['resources'] }, at);
  return content === undefined ? undefined : { path: kustomization, content };
}

/** Takes the document of an object away; with the last one of a file, the file. */
export function removeDocument(
  repository: Repository,
  { object, document }: { object: ObjectRef; document: BuiltDocument },
): RepositoryEdit {
  const { path, index } = document;
  const file = readYaml(repository.contents.get(path) ?? '');
  if ('problem' in file) return refused('stays-as-it-is', object, path);
  const rest = file.values.filter(
    (value, at) => value !== null && at !== index,
  );
  if (rest.length > 0) {
    const content = withoutDocument(file, index);
    const after = readYaml(content);
    const isSo =
      !('problem' in after) &&
      JSON.stringify(after.values.filter(value => value !== null)) ===
        JSON.stringify(rest);
    return isSo
      ? { kind: 'edited', files: [{ path, content }] }
      : refused('stays-as-it-is', object, path);
  }
  const kustomization = kustomizationOf(repository, directoryOf(path));
  if (kustomization === undefined) return { kind: 'edited', files: [{ path }] };
  const list = unlisted(repository, kustomization, path);
  return list
    ? { kind: 'edited', files: [{ path }, list] }
    : refused('stays-as-it-is', object, kustomization);
}
