import { text } from '@meshport/plugin-mesh-common';
import type { BuiltDocument } from './builtDocuments';
import { editFields } from './editFields';
import { editRelease } from './editRelease';
import { findDefinition, nameOf } from './findDefinition';
import { addDocument, removeDocument } from './documentFiles';
import type { FileChange, Repository } from './Repository';
import {
  asEdit,
  type RepositoryEdit,
  type WrittenChange,
} from './RepositoryEdit';
import { readYaml } from './YamlFile';

/** The text of one file of a definition with its document changed; undefined: no way. */
function editedFile(
  { contents }: Repository,
  { path, index }: Pick<BuiltDocument, 'path' | 'index'>,
  fields: WrittenChange['fields'],
): string | undefined {
  const file = readYaml(contents.get(path) ?? '');
  return 'problem' in file ? undefined : editFields(file, { index, fields });
}

function patched(
  repository: Repository,
  { object, fields }: WrittenChange,
  document: BuiltDocument,
): RepositoryEdit {
  const { path } = document;
  const content = editedFile(repository, document, fields);
  return asEdit(repository, {
    object,
    path,
    ...(content === undefined ? {} : { content }),
  });
}

/**
 * What a change makes of the files that a directory of a repository holds. Comments, order
 * and everything that is not changed stay byte for byte. What a release of Flux makes is
 * changed by what the release does after rendering.
 */
function editRepository(
  repository: Repository,
  directory: string,
  change: WrittenChange,
): RepositoryEdit {
  const { object, writer, operation } = change;
  if (writer.kind === 'flux-helm-release')
    return editRelease(repository, directory, change);
  const definition = findDefinition(repository, directory, object);
  switch (definition.kind) {
    case 'found':
      return operation === 'delete'
        ? removeDocument(repository, { object, document: definition.document })
        : patched(repository, change, definition.document);
    case 'absent':
      break;
    default:
      return definition;
  }
  if (operation === 'delete') return { kind: 'unchanged' };
  if (operation === 'create') return addDocument(repository, directory, change);
  const params = { object: nameOf(object), directory: directory || '/' };
  return { kind: 'refused', reason: text('request.edit.absent', params) };
}

/** The repository as it is after an edit. */
function afterwards(
  { paths, contents }: Repository,
  files: readonly FileChange[],
): Repository {
  const nextPaths = new Set(paths);
  const nextContents = new Map(contents);
  for (const { path, content } of files) {
    nextPaths.delete(path);
    nextContents.delete(path);
    if (content === undefined) continue;
    nextPaths.add(path);
    nextContents.set(path, content);
  }
  return { paths: nextPaths, contents: nextContents };
}

/** What several changes make of the files, one after the other; all of them, or none. */
export function editAll(
  repository: Repository,
  directory: string,
  changes: readonly WrittenChange[],
): RepositoryEdit {
  let state = repository;
  const written = new Map<string, FileChange>();
  for (const change of changes) {
    const edit = editRepository(state, directory, change);
    if (edit.kind === 'wants' || edit.kind === 'refused') return edit;
    if (edit.kind === 'unchanged') continue;
    for (const file of edit.files) written.set(file.path, file);
    state = afterwards(state, edit.files);
  }
  const files = [...written.values()].filter(
    ({ path, content }) => repository.contents.get(path) !== content,
  );
  return files.length === 0 ? { kind: 'unchanged' } : { kind: 'edited', files };
}
