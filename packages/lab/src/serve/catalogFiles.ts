import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { renameIn, type NameMap } from '../world/rename.ts';

/**
 * The catalog files that belong to the served world, as absolute paths. A renamed world gets renamed copies in the
 * lab's folder.
 */
export function catalogFiles(options: {
  source: string;
  directory: string;
  names: NameMap;
}): string[] {
  const { source, names } = options;
  const files = readdirSync(source)
    .filter(file => file.endsWith('.yaml'))
    .sort();
  if (Object.keys(names).length === 0)
    return files.map(file => resolve(source, file));
  const target = join(options.directory, 'catalog');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  return files.map(file => {
    const documents = parseAllDocuments(
      readFileSync(join(source, file), 'utf8'),
    );
    const entities = documents.map(document =>
      stringify(renameIn(document.toJS(), names)),
    );
    writeFileSync(join(target, file), entities.join('---\n'));
    return resolve(target, file);
  });
}
