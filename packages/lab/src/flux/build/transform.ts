import { applyPatch as applyJsonPatch, type Operation } from 'rfc6902';
import { parse } from 'yaml';
import { child } from '../../apiserver/fields.ts';
import {
  cloneJson,
  isJsonObject,
  type DraftObject,
  type JsonObject,
} from '../../apiserver/KubeObject.ts';
import { strategicMerge } from '../../apiserver/strategicMerge.ts';
import { buildFailed } from './BuildError.ts';

/** Kinds without a namespace; kustomize takes every other one to be in one. */
const CLUSTER_KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'IngressClass',
  'GatewayClass',
  'ClusterIssuer',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

/** Puts what can be in a namespace into this one. */
export function inNamespace(
  object: DraftObject,
  namespace: string,
): DraftObject {
  if (CLUSTER_KINDS.has(object.kind ?? '')) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** An entry of `labels` in a kustomization.yaml; selectors are left as they are. */
export interface LabelEntry {
  pairs: Readonly<Record<string, string>>;
  includeTemplates: boolean;
}

export function withLabels(
  object: DraftObject,
  { pairs, includeTemplates }: LabelEntry,
): DraftObject {
  const copy = cloneJson(object);
  copy.metadata.labels = { ...copy.metadata.labels, ...pairs };
  const { spec } = copy;
  if (includeTemplates && isJsonObject(spec) && isJsonObject(spec.template)) {
    const metadata = child(spec.template, 'metadata');
    metadata.labels = { ...child(metadata, 'labels'), ...pairs };
  }
  return copy;
}

export function withAnnotations(
  object: DraftObject,
  pairs: Readonly<Record<string, string>>,
): DraftObject {
  const annotations = { ...object.metadata.annotations, ...pairs };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Which objects a patch is for; names and kinds are regular expressions that match as a whole, as kustomize's are. */
export interface PatchTarget {
  group?: string;
  version?: string;
  kind?: string;
  name?: string;
  namespace?: string;
  labelSelector?: string;
}

export interface KustomizePatch {
  /** YAML or JSON: a strategic merge patch, or a list of JSON patch operations. */
  text: string;
  /** Left out: the object that the patch itself names. */
  target?: PatchTarget;
}

/** The objects with the patch in those that it is for. */
export function patched(
  objects: readonly DraftObject[],
  { text, target }: KustomizePatch,
): DraftObject[] {
  const patch: unknown = parse(text);
  const isFor = target ? matcher(target) : namedIn(patch);
  if (!target && !objects.some(isFor)) {
    throw buildFailed(
      `no resource matches strategic merge patch ${describe(patch)}`,
    );
  }
  return objects.map(object =>
    isFor(object) ? changed(object, patch) : object,
  );
}

function changed(object: DraftObject, patch: unknown): DraftObject {
  const copy = cloneJson(object);
  if (Array.isArray(patch)) {
    const failures = applyJsonPatch(copy, patch as Operation[]);
    const failure = failures.find(problem => problem !== null);
    if (failure) throw buildFailed(`a JSON patch: ${failure.message}`);
    return copy;
  }
  if (!isJsonObject(patch)) throw buildFailed('a patch that is no mapping');
  // A target may have another name than the patch gives.
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = patch;
  const {
    name: _name,
    namespace: _ns,
    ...meta
  } = isJsonObject(metadata) ? metadata : {};
  return strategicMerge(copy, { ...rest, metadata: meta }) as DraftObject;
}

function namedIn(patch: unknown): (object: DraftObject) => boolean {
  const { kind, metadata } = isJsonObject(patch) ? patch : {};
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  return object =>
    object.kind === kind &&
    object.metadata.name === name &&
    (namespace === undefined || object.metadata.namespace === namespace);
}

function describe(patch: unknown): string {
  const { kind, metadata } = isJsonObject(patch) ? patch : {};
  const { name } = isJsonObject(metadata) ? metadata : ({} as JsonObject);
  return `${String(kind)}/${String(name)}`;
}

function matcher(target: PatchTarget): (object: DraftObject) => boolean {
  const whole = (pattern: string | undefined, value: string | undefined) =>
    !pattern || new RegExp(`^(?:${pattern})$`).test(value ?? '');
  const wanted = labelsIn(target.labelSelector);
  return ({ apiVersion = '', kind, metadata }) => {
    const [group, version] = apiVersion.includes('/')
      ? apiVersion.split('/')
      : ['', apiVersion];
    return (
      whole(target.group, group) &&
      whole(target.version, version) &&
      whole(target.kind, kind) &&
      whole(target.name, metadata.name) &&
      whole(target.namespace, metadata.namespace) &&
      wanted.every(([key, value]) => metadata.labels?.[key] === value)
    );
  };
}

/** `app=web,tier=front`; other operators are refused, as they would select what nobody meant. */
function labelsIn(selector = ''): [string, string][] {
  return selector
    .split(',')
    .filter(Boolean)
    .map(part => {
      const [, key, value] =
        /^\s*([^=!\s]+)\s*==?\s*(\S+)\s*$/.exec(part) ?? [];
      if (key === undefined)
        throw buildFailed(`the label selector ${selector} is not understood`);
      return [key, value];
    });
}
