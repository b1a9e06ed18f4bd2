import type { JsonObject } from './KubeObject.ts';

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

export interface StatusOptions {
  code: number;
  /** Machine-readable reason; left out where the real server gives none. */
  reason?: string;
  message: string;
  details?: StatusDetails;
  metadata?: JsonObject;
}

/** The group and plural that errors name; the group is empty for core kinds. */
export interface NamedResource {
  group: string;
  plural: string;
}

/** A failure that the API server answers with as a `Status` body. The messages are those of the real server. */
export class StatusError extends Error {
  readonly code: number;
  readonly body: JsonObject;

  constructor(options: StatusOptions) {
    super(options.message);
    this.name = 'StatusError';
    this.code = options.code;
    this.body = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: options.metadata ?? {},
      status: 'Failure',
      message: options.message,
      ...(options.reason ? { reason: options.reason } : {}),
      ...(options.details ? { details: options.details } : {}),
      code: options.code,
    };
  }
}

/** `deployments.apps`, or `pods` for a core kind. */
export function qualifiedName(resource: NamedResource): string {
  return resource.group
    ? `${resource.plural}.${resource.group}`
    : resource.plural;
}

/** In details, `kind` holds the plural, as the real server writes it. */
function details(resource: NamedResource, name?: string): StatusDetails {
  return {
    ...(name ? { name } : {}),
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.plural,
  };
}

export function notFound(resource: NamedResource, name: string): StatusError {
  return new StatusError({
    code: 404,
    reason: 'NotFound',
    message: `${qualifiedName(resource)} "${name}" not found`,
    details: details(resource, name),
  });
}

export function alreadyExists(
  resource: NamedResource,
  name: string,
): StatusError {
  return new StatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${qualifiedName(resource)} "${name}" already exists`,
    details: details(resource, name),
  });
}

export function conflict(
  resource: NamedResource,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
): StatusError {
  return new StatusError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${qualifiedName(
      resource,
    )} "${name}": ${why}`,
    details: details(resource, name),
  });
}

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message });
}

export function forbidden(options: {
  resource: NamedResource;
  name?: string;
  why: string;
  causes?: StatusCause[];
}): StatusError {
  const { resource, name, why, causes } = options;
  const subject = name ? ` "${name}"` : '';
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `${qualifiedName(resource)}${subject} is forbidden: ${why}`,
    details: { ...details(resource, name), ...(causes ? { causes } : {}) },
  });
}

/** One thing wrong with an object; `reason` is a FieldValue code such as `FieldValueInvalid`. */
export interface FieldProblem {
  field: string;
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueForbidden'
    | 'FieldValueNotSupported'
    | 'FieldValueDuplicate';
  message: string;
}

export function invalid(options: {
  group: string;
  kind: string;
  name: string;
  problems: readonly FieldProblem[];
}): StatusError {
  const { group, kind, name, problems } = options;
  const texts = problems.map(p => `${p.field}: ${p.message}`);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `${kind}${group ? `.${group}` : ''} "${name}" is invalid: ${list}`,
    details: {
      ...(name ? { name } : {}),
      ...(group ? { group } : {}),
      kind,
      causes: problems.map(p => ({
        reason: p.reason,
        message: p.message,
        field: p.field,
      })),
    },
  });
}

export function expired(message: string, metadata?: JsonObject): StatusError {
  return new StatusError({ code: 410, reason: 'Expired', message, metadata });
}

/** An apply that is meant for another object than the one of that name. */
export function uidMismatch(options: {
  kind: NamedResource & { kind: string };
  name: string;
  uid: string;
  exists: boolean;
}): StatusError {
  const { kind, name, uid, exists } = options;
  if (!exists) {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    return conflict(kind, name, why);
  }
  return invalid({
    group: kind.group,
    kind: kind.kind,
    name,
    problems: [
      {
        field: 'metadata.uid',
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(uid)}: field is immutable`,
      },
    ],
  });
}
