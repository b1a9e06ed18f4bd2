import {
  type ObjectRef,
  type PlannedPhase,
  text,
  type WaitCondition,
} from '@meshport/plugin-mesh-common';
import { restartedAtPath } from '../restart';
import type { RenderedChange } from './Rendered';

/** Values by key; undefined removes the key. */
type Values = Readonly<Record<string, string | undefined>>;

/** The fields of labels and annotations that are set, sorted, and after them those removed. */
function metadataFields(
  map: 'labels' | 'annotations',
  values: Values,
): RenderedChange['fields'] {
  const keys = Object.keys(values).sort();
  const given = (key: string) => values[key] !== undefined;
  return [
    ...keys.filter(given).map(key => ({
      path: ['metadata', map, key],
      value: values[key],
    })),
    ...keys
      .filter(key => !given(key))
      .map(key => ({ path: ['metadata', map, key] })),
  ];
}

/** Sets labels or annotations of an object, and leaves everything else as it is. */
export function patchOf(
  object: ObjectRef,
  map: 'labels' | 'annotations',
  values: Values,
): RenderedChange {
  return { object, operation: 'patch', fields: metadataFields(map, values) };
}

export function creationOf(
  object: ObjectRef,
  content: {
    readonly labels?: Values;
    readonly annotations?: Values;
    readonly spec: unknown;
  },
): RenderedChange {
  const { labels = {}, annotations = {}, spec } = content;
  return {
    object,
    operation: 'create',
    fields: [
      ...metadataFields('labels', labels),
      ...metadataFields('annotations', annotations),
      { path: ['spec'], value: spec },
    ],
  };
}

export function deletionOf(object: ObjectRef): RenderedChange {
  return { object, operation: 'delete', fields: [] };
}

/** Replaces its pods one by one; the time is that of the delivery. */
export function restartOf(object: ObjectRef): RenderedChange {
  return {
    object,
    operation: 'restart',
    fields: [{ path: [...restartedAtPath] }],
  };
}

export function namespaceRef(cluster: string, name: string): ObjectRef {
  return { cluster, apiVersion: 'v1', kind: 'Namespace', name };
}

export function serviceRef(
  cluster: string,
  { namespace, service }: { namespace: string; service: string },
): ObjectRef {
  return {
    cluster,
    apiVersion: 'v1',
    kind: 'Service',
    namespace,
    name: service,
  };
}

/** What has to be seen before the next phase. */
function waitFor(code: string): WaitCondition {
  return { code, text: text(`request.waits.${code}`) };
}

/** What a phase says of itself. */
export function phaseOf(
  id: string,
  title: string,
  options: {
    readonly waitFor?: string;
    readonly approval?: PlannedPhase['approval'];
  } = {},
): Pick<PlannedPhase, 'id' | 'title' | 'approval' | 'waitFor'> {
  return {
    id,
    title: text(`request.phase.${title}`),
    approval: options.approval ?? 'with-request',
    ...(options.waitFor === undefined
      ? {}
      : { waitFor: waitFor(options.waitFor) }),
  };
}
