import type { CatalogEntity } from '../catalog/EntityMatch';

/** What catalog entities say of who needs whom. */
export interface Declarations {
  readonly entities: ReadonlyMap<string, CatalogEntity>;
  /** Entities (refs) that an entity declares to need; an API stands for its providers, too. */
  readonly needs: (ref: string) => ReadonlySet<string>;
  /** Entities (refs) that declare to need this one themselves. */
  readonly neededBy: (ref: string) => readonly string[];
}

/** Systems and APIs are declared in place of what they consist of. */
function standsFor(
  ref: string,
  entities: ReadonlyMap<string, CatalogEntity>,
): readonly string[] {
  const entity = entities.get(ref);
  return [ref, ...(entity?.providers ?? []), ...(entity?.parts ?? [])];
}

function declaredBy({ dependsOn, consumesApis }: CatalogEntity): string[] {
  return [...(dependsOn ?? []), ...(consumesApis ?? [])];
}

function readDeclarations(catalog: readonly CatalogEntity[]): Declarations {
  const entities = new Map(catalog.map(entity => [entity.ref, entity]));
  const needs = new Map<string, Set<string>>();
  const neededBy = new Map<string, string[]>();
  for (const entity of catalog) {
    const targets = declaredBy(entity);
    if (targets.length === 0) continue;
    needs.set(
      entity.ref,
      new Set(targets.flatMap(ref => standsFor(ref, entities))),
    );
    for (const ref of targets.flatMap(one => standsFor(one, entities))) {
      const known = neededBy.get(ref);
      if (known) known.push(entity.ref);
      else neededBy.set(ref, [entity.ref]);
    }
  }
  const nothing = new Set<string>();
  return {
    entities,
    needs: ref => needs.get(ref) ?? nothing,
    neededBy: ref => neededBy.get(ref) ?? [],
  };
}

const remembered = new WeakMap<readonly CatalogEntity[], Declarations>();

/** Declarations of a catalog; it never changes. */
export function declarationsOf(
  catalog: readonly CatalogEntity[],
): Declarations {
  const known = remembered.get(catalog) ?? readDeclarations(catalog);
  remembered.set(catalog, known);
  return known;
}
