import { elementsOf } from '../fieldSets.ts';
import { isJsonObject, type ManagedFieldsEntry } from '../KubeObject.ts';
import { StatusError } from '../StatusError.ts';

/** Fields that an apply would change although they are of another manager. */
export interface Conflict {
  owner: ManagedFieldsEntry;
  paths: readonly string[];
}

/** 409 as the real server words it: every manager with its fields. */
export function applyConflict(conflicts: readonly Conflict[]): StatusError {
  const told = conflicts
    .map(({ owner, paths }) => ({
      owner: nameOf(owner),
      fields: paths.map(shown).sort(),
    }))
    .sort((a, b) => (a.owner < b.owner ? -1 : 1));
  const count = told.reduce((sum, { fields }) => sum + fields.length, 0);
  const [first] = told;
  const text =
    count === 1
      ? `1 conflict: conflict with ${first.owner}: ${first.fields[0]}`
      : `${count} conflicts: ${told
          .flatMap(({ owner, fields }) => [
            `conflicts with ${owner}:`,
            ...fields.map(field => `- ${field}`),
          ])
          .join('\n')}`;
  return new StatusError({
    code: 409,
    reason: 'Conflict',
    message: `Apply failed with ${text}`,
    details: {
      causes: told.flatMap(({ owner, fields }) =>
        fields.map(field => ({
          reason: 'FieldManagerConflict',
          message: `conflict with ${owner}`,
          field,
        })),
      ),
    },
  });
}

function nameOf(owner: ManagedFieldsEntry): string {
  const { manager, subresource, operation, apiVersion } = owner;
  const part = subresource
    ? ` with subresource ${JSON.stringify(subresource)}`
    : '';
  const version = operation === 'Update' ? ` using ${apiVersion}` : '';
  return `${JSON.stringify(manager)}${part}${version}`;
}

/** `.spec.template.spec.containers[name="main"].image` */
function shown(path: string): string {
  return elementsOf(path).map(shownElement).join('');
}

function shownElement(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  const key: unknown = JSON.parse(rest);
  const fields = isJsonObject(key) ? Object.entries(key) : [];
  const texts = fields.map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  return `[${texts.join(',')}]`;
}
