import type { Clock } from '../Clock.ts';
import type { JsonObject, KubeObject } from '../KubeObject.ts';
import { apiVersionOf, type ResourceKind } from '../kinds.ts';
import { tableOf, type IncludeObject } from '../table/table.ts';
import type { Page } from './listing.ts';
import type { Form } from './negotiation.ts';
import { asListItem, inVersion, partialMetadata } from './objectForms.ts';

export interface Rendering {
  kind: ResourceKind;
  version: string;
  form: Form;
  include: IncludeObject;
  clock: Clock;
}

export function renderObject(
  object: KubeObject,
  rendering: Rendering,
): JsonObject {
  const { kind, version, form } = rendering;
  if (form.as === 'PartialObjectMetadata') {
    return partialMetadata(object, form.version);
  }
  if (form.as === 'Table') {
    const { resourceVersion } = object.metadata;
    return table([object], rendering, { resourceVersion });
  }
  return inVersion(object, kind, version);
}

export function renderList(page: Page, rendering: Rendering): JsonObject {
  const { kind, version, form } = rendering;
  const metadata = { ...page.metadata };
  if (form.as === 'PartialObjectMetadata') {
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${form.version}`,
      metadata,
      items: page.items.map(item => partialMetadata(item, form.version)),
    };
  }
  if (form.as === 'Table') return table(page.items, rendering, metadata);
  return {
    kind: `${kind.kind}List`,
    apiVersion: apiVersionOf(kind.group, version),
    metadata,
    items: page.items.map(item =>
      asListItem(inVersion(item, kind, version), kind),
    ),
  };
}

/** Renders the objects of one watch; whole objects are serialised once for all watches. */
export function watchRenderer(
  rendering: Rendering,
): (object: KubeObject) => string {
  if (rendering.form.as === 'Object') {
    return object =>
      serialise(inVersion(object, rendering.kind, rendering.version));
  }
  let first = true;
  return object => {
    const rendered = renderObject(object, rendering);
    if (!first && 'columnDefinitions' in rendered) {
      rendered.columnDefinitions = null;
    }
    first = false;
    return JSON.stringify(rendered);
  };
}

const serialised = new WeakMap<KubeObject, string>();

function serialise(object: KubeObject): string {
  const known = serialised.get(object);
  if (known !== undefined) return known;
  const json = JSON.stringify(object);
  serialised.set(object, json);
  return json;
}

function table(
  objects: readonly KubeObject[],
  rendering: Rendering,
  metadata: JsonObject,
): JsonObject {
  const { kind, version, form, include, clock } = rendering;
  return tableOf(
    objects.map(object => inVersion(object, kind, version)),
    {
      kind,
      version: form.as === 'Table' ? form.version : 'v1',
      now: clock.now(),
      include,
      withColumns: true,
      metadata,
    },
  );
}
