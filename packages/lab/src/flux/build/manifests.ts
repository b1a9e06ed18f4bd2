import { parseAllDocuments } from 'yaml';
import {
  isJsonObject,
  type DraftObject,
  type JsonObject,
} from '../../apiserver/KubeObject.ts';
import { buildFailed } from './BuildError.ts';

/** The documents of a YAML file, without the empty ones. */
export function documentsIn(path: string, text: string): JsonObject[] {
  return parseAllDocuments(text).flatMap(document => {
    if ('errors' in document && document.errors.length > 0) {
      const [why] = document.errors[0].message.split('\n');
      throw buildFailed(`MalformedYAMLError: ${why} in File: ${path}`);
    }
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    if (isJsonObject(value)) return [value];
    throw buildFailed(`${path} has a document that is no mapping`);
  });
}

/** The Kubernetes objects of a YAML file; a `kind: List` gives its items. */
export function objectsIn(path: string, text: string): DraftObject[] {
  return documentsIn(path, text).flatMap(document => {
    if (document.kind === 'List' && Array.isArray(document.items))
      return document.items.map(item => asObject(path, item));
    return [asObject(path, document)];
  });
}

function asObject(path: string, value: unknown): DraftObject {
  const object = isJsonObject(value) ? value : {};
  const { metadata, kind } = object;
  if (typeof kind !== 'string')
    throw buildFailed(`missing Resource metadata: no kind in File: ${path}`);
  if (!isJsonObject(metadata) || typeof metadata.name !== 'string') {
    throw buildFailed(
      `missing metadata.name in object of kind ${kind} in File: ${path}`,
    );
  }
  return { ...object, metadata };
}
