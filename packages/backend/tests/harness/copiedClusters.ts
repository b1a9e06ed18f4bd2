import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ROOT } from './root';

const WORLD = join(ROOT, 'packages', 'lab', 'world');

/** The clusters of the lab's own world. */
export function labClusters(): string[] {
  return readdirSync(WORLD);
}

/**
 * Writes a world of the lab in which one cluster stands several times, under other names, so that each copy can have a
 * fault of its own at the same time. The result is for the lab's option `--world`.
 */
export function copyCluster({
  cluster,
  names,
  into,
}: {
  cluster: string;
  names: readonly string[];
  into: string;
}): string {
  for (const name of names) {
    const folder = join(into, name);
    cpSync(join(WORLD, cluster), folder, { recursive: true });
    const file = join(folder, 'cluster.yaml');
    const description = parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, stringify({ ...description, name, title: name }));
  }
  return into;
}
