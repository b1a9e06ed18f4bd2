import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from './root';

const CATALOG = join(ROOT, 'packages', 'lab', 'catalog');
const KINDS = new Set(['Component', 'Resource', 'API', 'System']);

interface Entity {
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** Refs of the lab's catalog entities that a card "Mesh" can stand on: `component:default/order-processor`. */
export function labEntityRefs(): string[] {
  return readdirSync(CATALOG, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .flatMap(file =>
      parseAllDocuments(readFileSync(join(CATALOG, file), 'utf8')),
    )
    .map(document => document.toJS() as Entity | null)
    .filter(entity => entity !== null && KINDS.has(entity.kind))
    .map(entity => {
      const { namespace = 'default', name } = (entity as Entity).metadata;
      return `${(entity as Entity).kind.toLowerCase()}:${namespace}/${name}`;
    });
}
