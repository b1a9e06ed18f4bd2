import type { KeepsAnnotation } from './keptAnnotations';
import { METADATA_PATHS } from './metadataPaths';
import { isRecord, recordAt, stringAt } from './rawObject';

/** Who wrote labels or kept annotations of an object, and when it last did. */
export interface FieldWriter {
  /** Field manager: `kubectl-label`, `kustomize-controller`. */
  readonly manager: string;
  /** `Apply` or `Update`. */
  readonly operation: string;
  /** RFC 3339. The time of the entry: it may have written other fields then. */
  readonly time: string;
  /** `metadata.labels.<key>`, `spec.template.metadata.annotations.<key>`, ... */
  readonly fields: readonly string[];
  /**
   * The manager owns no other field of the object, kept or not: then `time` is when it
   * last wrote this very one. Otherwise that may have been earlier.
   */
  readonly exclusive: boolean;
}

/** In `fieldsV1` every field name carries this prefix. */
const FIELD = 'f:';

function ownedKeys(fieldsV1: unknown, path: readonly string[]): string[] {
  const owned = recordAt(fieldsV1, ...path.map(key => `${FIELD}${key}`));
  return Object.keys(owned ?? {})
    .filter(key => key.startsWith(FIELD))
    .map(key => key.slice(FIELD.length));
}

function ownedFields(fieldsV1: unknown, keeps: KeepsAnnotation): string[] {
  return METADATA_PATHS.flatMap(path => {
    const labels = ownedKeys(fieldsV1, [...path, 'labels']);
    const annotations = ownedKeys(fieldsV1, [...path, 'annotations']);
    const prefix = path.join('.');
    return [
      ...labels.map(key => `${prefix}.labels.${key}`),
      ...annotations.filter(keeps).map(key => `${prefix}.annotations.${key}`),
    ];
  });
}

/** Whether an entry owns a single field: there is one way from the root to a leaf. */
function ownsOneField(fieldsV1: unknown): boolean {
  let at = fieldsV1;
  while (isRecord(at)) {
    // `.` is the map or list item itself, which whoever owns a key of it owns too.
    const keys = Object.keys(at).filter(key => key !== '.');
    if (keys.length !== 1) return keys.length === 0;
    at = at[keys[0]];
  }
  return false;
}

/**
 * Who wrote the object last, but for its status, by `metadata.managedFields`; undefined
 * where that tells of nobody.
 */
export function lastWrite(
  managedFields: unknown,
): Pick<FieldWriter, 'manager' | 'time'> | undefined {
  if (!Array.isArray(managedFields)) return undefined;
  const [last] = managedFields
    .filter(isRecord)
    .filter(entry => stringAt(entry, 'subresource') !== 'status')
    .map(entry => ({
      manager: stringAt(entry, 'manager') ?? '',
      time: stringAt(entry, 'time') ?? '',
    }))
    .filter(({ time }) => time !== '')
    .sort((a, b) => b.time.localeCompare(a.time));
  return last;
}

/**
 * `metadata.managedFields` (Kubernetes 1.18 and later) reduced to the entries that own
 * a label or a kept annotation: that is how we know since when a label is there.
 */
export function fieldWriters(
  managedFields: unknown,
  keeps: KeepsAnnotation,
): FieldWriter[] {
  if (!Array.isArray(managedFields)) return [];
  return managedFields.filter(isRecord).flatMap(entry => {
    const fields = ownedFields(entry.fieldsV1, keeps);
    if (!fields.length) return [];
    return [
      {
        manager: stringAt(entry, 'manager') ?? '',
        operation: stringAt(entry, 'operation') ?? '',
        time: stringAt(entry, 'time') ?? '',
        fields,
        exclusive: ownsOneField(entry.fieldsV1),
      },
    ];
  });
}
