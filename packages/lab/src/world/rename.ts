import type { World } from './World.ts';

/** New names by old ones: clusters, namespaces, workloads, revisions. */
export type NameMap = Readonly<Record<string, string>>;

/**
 * The same value with every name replaced, wherever it stands as a whole word: hyphens and dots separate words, so
 * `canary` is found in `istiod-canary` too, and longer names win over those they contain. Keys stay.
 */
export function renameIn<T>(value: T, names: NameMap): T {
  const olds = Object.keys(names).sort((a, b) => b.length - a.length);
  if (olds.length === 0) return value;
  const words = olds
    .map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  const pattern = new RegExp(
    `(?<![A-Za-z0-9])(?:${words})(?![A-Za-z0-9])`,
    'g',
  );
  const rename = (text: string) => text.replace(pattern, word => names[word]);
  return mapStrings(value, rename) as T;
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map(item => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      mapStrings(child, change),
    ]),
  );
}

/**
 * A world whose cluster, namespaces, workloads and revisions have other names. What names things in files of its
 * own (the list of files to apply) keeps its names.
 */
export function renameWorld(world: World, names: NameMap): World {
  const history = world.history.map(step => ({
    ...step,
    action:
      step.action.type === 'apply' ? step.action : renameIn(step.action, names),
  }));
  const { manifests, ...rest } = world;
  const renamed = Object.entries(manifests).map(([file, objects]) => [
    file,
    renameIn(objects, names),
  ]);
  return {
    ...renameIn(rest, names),
    manifests: Object.fromEntries(renamed),
    history,
  };
}
