import {
  type Entity,
  RELATION_API_PROVIDED_BY,
  RELATION_CONSUMES_API,
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogEntity } from '../../core/catalog/EntityMatch';

/** Fields of an entity that {@link readEntity} reads. */
export const ENTITY_FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
  'relations',
];

function targets(entity: Entity, relation: string): string[] {
  return (entity.relations ?? [])
    .filter(({ type }) => type === relation)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'))
    .sort();
}

/** What matching needs of a catalog entity. */
export function readEntity(entity: Entity): CatalogEntity {
  return {
    ref: stringifyEntityRef(entity),
    kind: entity.kind.toLocaleLowerCase('en-US'),
    namespace: entity.metadata.namespace ?? 'default',
    name: entity.metadata.name,
    annotations: entity.metadata.annotations ?? {},
    owners: targets(entity, RELATION_OWNED_BY),
    parts: targets(entity, RELATION_HAS_PART),
    dependsOn: targets(entity, RELATION_DEPENDS_ON),
    consumesApis: targets(entity, RELATION_CONSUMES_API),
    providers: targets(entity, RELATION_API_PROVIDED_BY),
  };
}
