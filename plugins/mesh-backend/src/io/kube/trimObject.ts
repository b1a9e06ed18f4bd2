import type { KeepsAnnotation } from './keptAnnotations';
import { isRecord, recordAt, type JsonRecord } from './rawObject';
import { fieldWriters, lastWrite } from './fieldWriters';
import { METADATA_PATHS } from './metadataPaths';

function keepAnnotations(
  metadata: JsonRecord,
  keeps: KeepsAnnotation,
): JsonRecord {
  const annotations = recordAt(metadata, 'annotations');
  if (!annotations) return metadata;
  const kept = Object.entries(annotations).filter(([key]) => keeps(key));
  return { ...metadata, annotations: Object.fromEntries(kept) };
}

/** A copy of `record` in which the record under `path`, where there is one, is changed. */
function changeAt(
  record: JsonRecord,
  path: readonly string[],
  change: (found: JsonRecord) => JsonRecord,
): JsonRecord {
  const [key, ...rest] = path;
  const child = recordAt(record, key);
  if (!child) return record;
  const next = rest.length ? changeAt(child, rest, change) : change(child);
  return next === child ? record : { ...record, [key]: next };
}

/**
 * Drops what is never read, before the kind's schema picks what is: annotations that
 * nobody asked for, and of `managedFields` all but who wrote a label or a kept
 * annotation, and when (`metadata.writers`, see {@link fieldWriters}), and who wrote the
 * object last (`metadata.lastWrite`, which few schemas pick). Anything that is not an object comes back as it is, for the schema to refuse.
 */
export function trimObject(object: unknown, keeps: KeepsAnnotation): unknown {
  if (!isRecord(object)) return object;
  let trimmed = object;
  for (const path of METADATA_PATHS) {
    trimmed = changeAt(trimmed, path, metadata =>
      keepAnnotations(metadata, keeps),
    );
  }
  return changeAt(trimmed, ['metadata'], ({ managedFields, ...metadata }) => {
    const writers = fieldWriters(managedFields, keeps);
    const last = lastWrite(managedFields);
    return {
      ...metadata,
      ...(writers.length > 0 ? { writers } : {}),
      ...(last ? { lastWrite: last } : {}),
    };
  });
}
