import { ServiceUnavailableError } from '@backstage/errors';

/** Nothing can be said of entities and owners before the catalog has been read. */
export function catalogNotRead(): ServiceUnavailableError {
  return new ServiceUnavailableError(
    'The catalog has not been read yet, so it is not known which services belong to whom. This is tried again every few seconds.',
  );
}

/** Without the catalog everything is nobody's, which is not what was asked. */
export function assertOwnersKnown(
  query: {
    readonly owner?: readonly string[];
    readonly ownedBy?: readonly string[];
  },
  entities: readonly unknown[] | undefined,
): void {
  if ((query.owner ?? query.ownedBy) && !entities) throw catalogNotRead();
}
