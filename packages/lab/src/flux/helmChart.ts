import {
  isJsonObject,
  type DraftObject,
  type JsonObject,
} from '../apiserver/KubeObject.ts';
import { buildFailed } from './build/BuildError.ts';
import { patched, type PatchTarget } from './build/transform.ts';

const OWNER = 'helm.toolkit.fluxcd.io';

/** What the charts of a world make, as far as releases change it: the objects that carry the release's name. */
export function chartOf(
  objects: readonly DraftObject[],
  release: { name: string; namespace?: string },
): DraftObject[] {
  return objects
    .filter(
      ({ metadata: { labels = {} }, kind }) =>
        labels[`${OWNER}/name`] === release.name &&
        labels[`${OWNER}/namespace`] === release.namespace &&
        // A Job ran once and is not applied again.
        kind !== 'Job',
    )
    .map(({ status: _status, ...object }) => object as DraftObject);
}

/** The chart without what the values of the release put into it, so that they can be taken out again. */
export function withoutValues(
  chart: readonly DraftObject[],
  release: string,
  values: unknown,
): DraftObject[] {
  return chart.map(object => {
    if (!isMainService(object, release)) return object;
    const metadata = { ...object.metadata };
    for (const field of ['labels', 'annotations'] as const) {
      const set = serviceValues(values, field);
      const left = Object.entries(metadata[field] ?? {}).filter(
        ([key]) => !(key in set),
      );
      metadata[field] = Object.fromEntries(left);
    }
    return { ...object, metadata };
  });
}

/**
 * The objects of a release: the chart with `values.service.annotations` and `values.service.labels` on the Service that is
 * called like the release, as many charts have them, and the patches of `postRenderers`. Throws BuildError.
 */
export function rendered(
  chart: readonly DraftObject[],
  release: string,
  spec: JsonObject,
): DraftObject[] {
  const objects = chart.map(object => {
    if (!isMainService(object, release)) return object;
    const metadata = { ...object.metadata };
    for (const field of ['labels', 'annotations'] as const)
      metadata[field] = {
        ...metadata[field],
        ...serviceValues(spec.values, field),
      };
    return { ...object, metadata };
  });
  return patchesIn(spec).reduce(patched, objects);
}

function isMainService({ kind, metadata }: DraftObject, release: string) {
  return kind === 'Service' && metadata.name === release;
}

function serviceValues(
  values: unknown,
  field: 'labels' | 'annotations',
): Record<string, string> {
  const { service } = isJsonObject(values) ? values : {};
  const pairs = isJsonObject(service) ? service[field] : undefined;
  return Object.fromEntries(
    Object.entries(isJsonObject(pairs) ? pairs : {}).map(([key, value]) => [
      key,
      String(value),
    ]),
  );
}

function patchesIn(spec: JsonObject) {
  const renderers = Array.isArray(spec.postRenderers) ? spec.postRenderers : [];
  return renderers.flatMap(renderer => {
    const { kustomize } = isJsonObject(renderer) ? renderer : {};
    const { patches } = isJsonObject(kustomize) ? kustomize : {};
    return (Array.isArray(patches) ? patches : []).map(entry => {
      const { patch, target } = isJsonObject(entry) ? entry : {};
      if (typeof patch !== 'string')
        throw buildFailed('a patch in postRenderers has no "patch"');
      const at = isJsonObject(target) ? (target as PatchTarget) : undefined;
      return { text: patch, target: at };
    });
  });
}
