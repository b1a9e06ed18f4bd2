import { applyPatch as applyJsonPatch, type Operation } from 'rfc6902';
import type { JsonObject, KubeObject } from './KubeObject.ts';
import { cloneJson, isJsonObject } from './KubeObject.ts';
import type { ResourceKind } from './kinds.ts';
import { badRequest, StatusError } from './StatusError.ts';
import { strategicMerge } from './strategicMerge.ts';

/** How a patch is to be read: RFC 7386, RFC 6902 or Kubernetes' own. */
export type Patch =
  | { type: 'merge'; body: unknown }
  | { type: 'json'; body: unknown }
  | { type: 'strategic'; body: unknown };

/** A patched copy; throws StatusError: 400 (not a patch), 415 (strategic on a custom kind), 422 (does not apply). */
export function applyPatch(
  object: KubeObject,
  patch: Patch,
  kind: ResourceKind,
): KubeObject {
  const copy = cloneJson(object);
  if (patch.type === 'json') return applyOperations(copy, patch.body);
  if (!isJsonObject(patch.body)) {
    throw badRequest(
      'error decoding patch: a merge patch must be a JSON object',
    );
  }
  if (patch.type === 'merge') return asObject(mergePatch(copy, patch.body));
  if (kind.custom) throw unsupportedPatch();
  return asObject(strategicMerge(copy, patch.body));
}

/** The answer to a patch in a format that the kind does not take. */
function unsupportedPatch(): StatusError {
  return new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message:
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json',
  });
}

/** RFC 7386: `null` removes, objects merge, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else result[field] = mergePatch(result[field], value);
  }
  return result;
}

function applyOperations(copy: KubeObject, body: unknown): KubeObject {
  if (!Array.isArray(body)) {
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  }
  const failures = applyJsonPatch(copy, body as Operation[]);
  if (failures.some(failure => failure !== null)) {
    throw new StatusError({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
      details: {},
    });
  }
  return asObject(copy);
}

function asObject(value: unknown): KubeObject {
  if (isJsonObject(value) && isJsonObject(value.metadata)) {
    return value as KubeObject;
  }
  throw badRequest('the patched object has no metadata');
}
