import type { JsonObject } from '../KubeObject.ts';
import {
  apiVersionOf,
  type KindRegistry,
  type ResourceKind,
} from '../kinds.ts';
import { groupNames, kindsIn, versionsOf } from './discovery.ts';

/**
 * The part of OpenAPI v3 that kubectl needs: which paths take a PATCH with `fieldValidation` for which kind.
 * There are no schemas; kubectl then merges built-in kinds by what it knows itself.
 */
export function openApiIndex(kinds: KindRegistry): JsonObject {
  const documents = ['', ...groupNames(kinds)].flatMap(group =>
    versionsOf(kinds, group).map(version => documentName(group, version)),
  );
  return {
    paths: Object.fromEntries(
      documents.map(name => [
        name,
        { serverRelativeURL: `/openapi/v3/${name}` },
      ]),
    ),
  };
}

/** The document of one group and version; `name` is `api/v1` or `apis/apps/v1`. */
export function openApiDocument(
  kinds: KindRegistry,
  name: string,
): JsonObject | undefined {
  const [root, ...rest] = name.split('/');
  const [group, version] = root === 'api' ? ['', rest[0]] : rest;
  if (group === undefined || version === undefined) return undefined;
  if (!versionsOf(kinds, group).includes(version)) return undefined;
  const served = kindsIn(kinds, group, version);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'unversioned' },
    paths: Object.fromEntries(
      served.map(kind => [
        pathOf(kind, version),
        patchOperation(kind, version),
      ]),
    ),
    components: { schemas: {} },
  };
}

export const OPENAPI_V2_TYPE =
  'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/**
 * OpenAPI v2 without any definitions, which kubectl asks for before it applies a `kind: List`, in the one form that
 * it asks for: a protobuf message with the texts swagger (1) and info (2), and in that title (1) and version (2).
 */
export function openApiV2Document(): string {
  const text = (number: number, value: string) =>
    String.fromCharCode(number * 8 + 2, value.length) + value;
  const info = text(1, 'Kubernetes') + text(2, 'unversioned');
  return text(1, '2.0') + text(2, info);
}

function documentName(group: string, version: string): string {
  return group ? `apis/${group}/${version}` : `api/${version}`;
}

function pathOf(kind: ResourceKind, version: string): string {
  const root = `/${documentName(kind.group, version)}`;
  const scope = kind.namespaced ? '/namespaces/{namespace}' : '';
  return `${root}${scope}/${kind.plural}/{name}`;
}

function patchOperation(kind: ResourceKind, version: string): JsonObject {
  const parameter = (name: string) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  });
  return {
    patch: {
      description: `partially update the specified ${kind.kind}`,
      operationId: `patch${apiVersionOf(kind.group, version)}${kind.kind}`,
      parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map(parameter),
      responses: { 200: { description: 'OK' } },
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': {
        group: kind.group,
        version,
        kind: kind.kind,
      },
    },
  };
}
