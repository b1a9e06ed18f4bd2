import { type ObjectRef, text } from '@meshport/plugin-mesh-common';
import { stringify } from 'yaml';
import { canonicalJson } from '../../contentHash';
import { valueAt } from '../liveObject';
import { withFields } from '../showChange';
import type { BuiltDocument } from './builtDocuments';
import { appendItem, removeItem } from './editList';
import {
  asEdit,
  type RepositoryEdit,
  type WrittenChange,
} from './RepositoryEdit';
import { findDefinition, nameOf } from './findDefinition';
import type { Repository } from './Repository';
import { readYaml } from './YamlFile';

const POST_RENDERERS = ['spec', 'postRenderers'];

type Fields = WrittenChange['fields'];

/** A strategic merge patch; null takes a field away. */
function patchText({ apiVersion, kind, name }: ObjectRef, fields: Fields) {
  const nulled = fields.map(field => ({
    ...field,
    value: field.value === undefined ? null : field.value,
  }));
  return stringify(
    withFields({ apiVersion, kind, metadata: { name } }, nulled),
    { lineWidth: 0 },
  );
}

/** What a release does to one of its objects after it is rendered (helm-controller v2). */
function rendererOf(object: ObjectRef, fields: Fields): unknown {
  const { kind, name } = object;
  const patch = patchText(object, fields);
  return { kustomize: { patches: [{ target: { kind, name }, patch }] } };
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

/** Where the release sets exactly the fields that are to go; -1 where it does not. */
function setBefore(
  renderers: readonly unknown[],
  { object, fields }: WrittenChange,
): number {
  if (fields.some(({ value }) => value !== undefined)) return -1;
  const paths = fields.map(({ path }) => path);
  return renderers.findLastIndex(renderer => {
    const patches = valueAt(renderer, ['kustomize', 'patches']);
    const [patch] = Array.isArray(patches) ? patches : [];
    const said = valueAt(patch, ['patch']);
    const read = readYaml(typeof said === 'string' ? said : '');
    if ('problem' in read) return false;
    const set = paths.flatMap(path => {
      const value = valueAt(read.values[0], path);
      return value === undefined || value === null ? [] : [{ path, value }];
    });
    return set.length > 0 && isSame(renderer, rendererOf(object, set));
  });
}

function releaseText(
  { contents }: Repository,
  { path, index, value }: BuiltDocument,
  change: WrittenChange,
): string | undefined {
  const file = readYaml(contents.get(path) ?? '');
  if ('problem' in file) return undefined;
  const given = valueAt(value, POST_RENDERERS);
  const renderers: readonly unknown[] = Array.isArray(given) ? given : [];
  const place = { index, path: POST_RENDERERS };
  const before = setBefore(renderers, change);
  if (before >= 0) return removeItem(file, place, before);
  const renderer = rendererOf(change.object, change.fields);
  return isSame(renderers.at(-1), renderer)
    ? file.text
    : appendItem(file, place, renderer);
}

/**
 * Changes what a HelmRelease of Flux makes: its chart stays as it is, and the release
 * patches what came out of it. Only fields of objects that the chart makes.
 */
export function editRelease(
  repository: Repository,
  directory: string,
  change: WrittenChange,
): RepositoryEdit {
  const { object, writer, operation } = change;
  const release: ObjectRef = {
    cluster: object.cluster,
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    ...(writer.namespace === undefined ? {} : { namespace: writer.namespace }),
    name: writer.name ?? '',
  };
  if (operation !== 'patch') {
    const params = { object: nameOf(object), release: nameOf(release) };
    return {
      kind: 'refused',
      reason: text('request.edit.beyond-release', params),
    };
  }
  const definition = findDefinition(repository, directory, release);
  if (definition.kind === 'absent') {
    const params = { object: nameOf(release), directory: directory || '/' };
    return { kind: 'refused', reason: text('request.edit.absent', params) };
  }
  if (definition.kind !== 'found') return definition;
  const { document } = definition;
  const content = releaseText(repository, document, change);
  return asEdit(repository, {
    object: release,
    path: document.path,
    ...(content === undefined ? {} : { content }),
  });
}
