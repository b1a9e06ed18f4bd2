import type { JsonObject, KubeObject } from '../KubeObject.ts';
import { resourceId, type ResourceKind } from '../kinds.ts';
import { partialMetadata } from '../http/objectForms.ts';
import { COLUMNS, DEFAULT_COLUMNS, type Column } from './columns.ts';

/** What each row carries beside its cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  kind: ResourceKind;
  /** Version of `meta.k8s.io` that was asked for. */
  version: string;
  now: Date;
  include: IncludeObject;
  /** Only the first table of a watch says what its columns are. */
  withColumns: boolean;
  metadata: JsonObject;
}

/** Objects as rows for a terminal (`meta.k8s.io` Table). */
export function tableOf(
  objects: readonly KubeObject[],
  options: TableOptions,
): JsonObject {
  const columns = COLUMNS[resourceId(options.kind)] ?? DEFAULT_COLUMNS;
  // Events alone name themselves last: their names say little.
  const nameLast = resourceId(options.kind) === 'events';
  const all = nameLast ? [...columns, EVENT_NAME] : [NAME, ...columns];
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${options.version}`,
    metadata: options.metadata,
    columnDefinitions: options.withColumns ? all.map(definition) : null,
    rows: objects.map(object => ({
      cells: all.map(column => column.cell(object, options.now)),
      object: rowObject(object, options),
    })),
  };
}

const NAME: Column = { name: 'Name', cell: o => o.metadata.name };
const EVENT_NAME: Column = { ...NAME, priority: 1 };

function definition(column: Column): JsonObject {
  return {
    name: column.name,
    type: column.type ?? 'string',
    format: column.name === 'Name' ? 'name' : '',
    description: '',
    priority: column.priority ?? 0,
  };
}

function rowObject(object: KubeObject, options: TableOptions): unknown {
  switch (options.include) {
    case 'None':
      return null;
    case 'Object':
      return object;
    default:
      return partialMetadata(object, options.version);
  }
}
