import { parse } from 'yaml';
import { applyObject } from '../apply/applyObject.ts';
import type { DraftObject, JsonObject, KubeObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import { apiVersionOf } from '../kinds.ts';
import { applyPatch, type Patch } from '../patch.ts';
import type { Store } from '../Store.ts';
import { badRequest, invalid, StatusError } from '../StatusError.ts';
import { parseText, readBody, type ApiRequest } from './ApiRequest.ts';
import { isTrue } from './listOptions.ts';
import {
  existing,
  refOf,
  writeOptions,
  writeScale,
  type NamedTarget,
} from './mutations.ts';
import { scaleOf } from './objectForms.ts';

const APPLY = 'application/apply-patch+yaml';

const PATCH_TYPES: Readonly<Record<string, Patch['type']>> = {
  'application/merge-patch+json': 'merge',
  'application/json-patch+json': 'json',
  'application/strategic-merge-patch+json': 'strategic',
};

/** What a PATCH left behind, and whether it made it: server-side apply creates what is not there. */
export interface Patched {
  object: KubeObject;
  created: boolean;
}

export async function patchObject(
  store: Store,
  request: ApiRequest,
  target: NamedTarget,
): Promise<Patched> {
  if (request.contentType === APPLY) return applied(store, request, target);
  const patch = await readPatch(request);
  if (isTrue(request.query.get('force'))) {
    throw refusedOption('force', {
      reason: 'FieldValueForbidden',
      message: 'Forbidden: may not be specified for non-apply patch',
    });
  }
  const options = writeOptions(request, target, 'PatchOptions');
  const object = () => {
    if (target.subresource !== 'scale')
      return store.patch(refOf(target), patch, options);
    const current = existing(store, target);
    const scale = applyPatch(scaleOf(current), patch, target.kind);
    return writeScale(store, target, scale, options);
  };
  return { object: object(), created: false };
}

async function readPatch(request: ApiRequest): Promise<Patch> {
  const text = await readBody(request.incoming);
  const type = PATCH_TYPES[request.contentType];
  if (!type) {
    throw new StatusError({
      code: 415,
      reason: 'UnsupportedMediaType',
      message: '415: Unsupported Media Type',
      details: {},
    });
  }
  const body = parseText(text, request.contentType, why =>
    badRequest(`error decoding patch: ${why}`),
  );
  return { type, body };
}

async function applied(
  store: Store,
  request: ApiRequest,
  target: NamedTarget,
): Promise<Patched> {
  const { query } = request;
  const manager = query.get('fieldManager');
  if (!manager) {
    throw refusedOption('fieldManager', {
      reason: 'FieldValueRequired',
      message: 'Required value: is required for apply patch',
    });
  }
  const config = await readApplied(request, target);
  const ref = refOf(target);
  const created = store.get(ref) === undefined;
  // A subresource is of something that is there.
  if (created && target.subresource) existing(store, target);
  const object = applyObject(store, ref, config, {
    ...writeOptions(request, target, 'PatchOptions'),
    manager,
    force: isTrue(query.get('force')),
  });
  return { object, created };
}

function refusedOption(
  field: string,
  problem: {
    reason: 'FieldValueRequired' | 'FieldValueForbidden';
    message: string;
  },
): StatusError {
  return invalid({
    group: 'meta.k8s.io',
    kind: 'PatchOptions',
    name: '',
    problems: [{ field, ...problem }],
  });
}

/** What is applied, checked for being about the object in the URL. */
async function readApplied(
  request: ApiRequest,
  target: NamedTarget,
): Promise<DraftObject> {
  const body = parsed(await readBody(request.incoming));
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  if (metadata.managedFields !== undefined)
    throw badRequest('metadata.managedFields must be nil');
  checkType(body, target);
  const { name, namespace } = target;
  if (metadata.name !== undefined && metadata.name !== name) {
    throw badRequest(
      `the name of the object (${String(
        metadata.name,
      )}) does not match the name on the URL (${name})`,
    );
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  const home = namespace ? { namespace } : {};
  return { ...body, metadata: { ...metadata, name, ...home } };
}

function parsed(text: string): JsonObject {
  const fail = (why: string) =>
    badRequest(
      `error decoding YAML: error converting YAML to JSON: yaml: ${why}`,
    );
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error));
  }
  if (isJsonObject(value)) return value;
  throw fail('the document is no object');
}

function checkType(
  body: JsonObject,
  { kind, version, subresource }: NamedTarget,
) {
  const apiVersion = typeof body.apiVersion === 'string' ? body.apiVersion : '';
  const isScale = subresource === 'scale';
  const wanted = isScale
    ? { apiVersion: 'autoscaling/v1', kind: 'Scale' }
    : { apiVersion: apiVersionOf(kind.group, version), kind: kind.kind };
  if (apiVersion === wanted.apiVersion && body.kind === wanted.kind) return;
  const [group, name] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  const type = [group, name].join('/');
  throw badRequest(
    `invalid object type: ${type}, Kind=${String(body.kind ?? '')}`,
  );
}
