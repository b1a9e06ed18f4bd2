import type { JsonObject, KubeObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import { apiVersionOf, type ResourceKind } from '../kinds.ts';

/** An object in the version that was asked for; versions of a kind differ in name only. */
export function inVersion(
  object: KubeObject,
  kind: ResourceKind,
  version: string,
): KubeObject {
  const apiVersion = apiVersionOf(kind.group, version);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

export function partialMetadata(
  object: KubeObject,
  version: string,
): JsonObject {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: object.metadata,
  };
}

/** The items of a list of built-in kinds carry no kind and apiVersion of their own, those of custom kinds do. */
export function asListItem(object: KubeObject, kind: ResourceKind): JsonObject {
  if (kind.custom) return object;
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return rest;
}

/** The `scale` subresource of a workload. */
export function scaleOf(object: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const spec = isJsonObject(object.spec) ? object.spec : {};
  const status = isJsonObject(object.status) ? object.status : {};
  const selector = selectorText(spec.selector);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 0 },
    status: {
      replicas: status.replicas ?? 0,
      ...(selector ? { selector } : {}),
    },
  };
}

/** `app=web,tier in (a,b)`: a label selector in the form that people type. */
export function selectorText(selector: unknown): string {
  if (!isJsonObject(selector)) return '';
  const labels = isJsonObject(selector.matchLabels) ? selector.matchLabels : {};
  const expressions = Array.isArray(selector.matchExpressions)
    ? selector.matchExpressions.filter(isJsonObject)
    : [];
  return [
    ...Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${String(value)}`),
    ...expressions.map(expressionText),
  ].join(',');
}

function expressionText(expression: JsonObject): string {
  const key = String(expression.key);
  const values = Array.isArray(expression.values) ? expression.values : [];
  switch (expression.operator) {
    case 'In':
      return `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}
