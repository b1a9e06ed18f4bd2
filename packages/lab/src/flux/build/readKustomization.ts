import { isJsonObject, type JsonObject } from '../../apiserver/KubeObject.ts';
import { buildFailed } from './BuildError.ts';
import { documentsIn } from './manifests.ts';
import type { LabelEntry, PatchTarget } from './transform.ts';

/** A kustomization.yaml, as far as the lab builds it. */
export interface KustomizationFile {
  resources: readonly string[];
  namespace?: string;
  labels: readonly LabelEntry[];
  commonAnnotations: Readonly<Record<string, string>>;
  patches: readonly { path?: string; patch?: string; target?: PatchTarget }[];
}

const KNOWN = [
  ...['apiVersion', 'kind', 'metadata', 'resources', 'namespace'],
  ...['labels', 'commonAnnotations', 'patches'],
];

/** Reads the file; what the lab does not build is an error rather than left out. */
export function readKustomization(
  path: string,
  text: string,
): KustomizationFile {
  const [content = {}] = documentsIn(path, text);
  const unknown = Object.keys(content).filter(key => !KNOWN.includes(key));
  if (unknown.length > 0) {
    throw buildFailed(
      `${path} uses ${unknown.join(
        ', ',
      )}, which these simulated clusters do not build; they know ${KNOWN.slice(
        3,
      ).join(', ')}`,
    );
  }
  const { namespace } = content;
  return {
    resources: listIn(content, 'resources').map(String),
    ...(typeof namespace === 'string' ? { namespace } : {}),
    labels: listIn(content, 'labels').map(entry => labelEntry(path, entry)),
    commonAnnotations: textsIn(content.commonAnnotations),
    patches: listIn(content, 'patches').map(entry => patchEntry(path, entry)),
  };
}

function listIn(content: JsonObject, field: string): unknown[] {
  const value = content[field];
  return Array.isArray(value) ? value : [];
}

function textsIn(value: unknown): Record<string, string> {
  const pairs = isJsonObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(pairs.map(([key, text]) => [key, String(text)]));
}

function labelEntry(path: string, entry: unknown): LabelEntry {
  const { pairs, includeSelectors, includeTemplates } = isJsonObject(entry)
    ? entry
    : {};
  if (includeSelectors === true) {
    throw buildFailed(
      `${path} puts labels into selectors, which these simulated clusters do not build`,
    );
  }
  return { pairs: textsIn(pairs), includeTemplates: includeTemplates === true };
}

function patchEntry(path: string, entry: unknown) {
  const { path: file, patch, target } = isJsonObject(entry) ? entry : {};
  if (typeof file !== 'string' && typeof patch !== 'string')
    throw buildFailed(`a patch in ${path} has neither "path" nor "patch"`);
  return {
    ...(typeof file === 'string' ? { path: file } : {}),
    ...(typeof patch === 'string' ? { patch } : {}),
    ...(isJsonObject(target) ? { target: target as PatchTarget } : {}),
  };
}
