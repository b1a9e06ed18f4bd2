import {
  type ExactChange,
  text,
  type Text,
} from '@meshport/plugin-mesh-common';
import { nameOf } from './findDefinition';
import type { FileChange, Repository } from './Repository';

/** A change as it is written into files; a restart is none of these. */
export interface WrittenChange
  extends Pick<ExactChange, 'object' | 'writer' | 'fields'> {
  readonly operation: Exclude<ExactChange['operation'], 'restart'>;
}

/**
 * What becomes of the files: `unchanged` where they say it already; `wants` names files
 * that have to be read before; `refused` changes nothing and says why.
 */
export type RepositoryEdit =
  | { readonly kind: 'edited'; readonly files: readonly FileChange[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'wants'; readonly paths: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: Text };

/** One file with its next text, if it has one. */
export function asEdit(
  { contents }: Repository,
  {
    object,
    path,
    content,
  }: Pick<WrittenChange, 'object'> & { path: string; content?: string },
): RepositoryEdit {
  if (content === undefined) {
    const params = { object: nameOf(object), file: path };
    return {
      kind: 'refused',
      reason: text('request.edit.stays-as-it-is', params),
    };
  }
  return content === contents.get(path)
    ? { kind: 'unchanged' }
    : { kind: 'edited', files: [{ path, content }] };
}
