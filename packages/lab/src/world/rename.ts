import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { World } from './World.ts';

/** New names by old ones: clusters, namespaces, workloads, revisions. */
export type NameMap = Readonly<Record<string, string>>;

/** Fields that speak of the API, whose words a cluster or a namespace may be called too: `apps/v1`. */
const VOCABULARY = [
  'apiVersion',
  'kind',
  'apiGroup',
  'apiGroups',
  'group',
  'resources',
];

/**
 * The same value with every name replaced, wherever it stands as a whole word: hyphens and dots separate words, so
 * `canary` is found in `istiod-canary` too, and longer names win over those they contain. Keys stay, but for
 * those of `data`, and so do the names of API groups and kinds.
 */
export function renameIn<T>(value: T, names: NameMap): T {
  return mapStrings(value, renamer(names)) as T;
}

/** The same, with the keys of mappings renamed too: configuration by the name of a cluster. */
export function renameKeysIn<T>(value: T, names: NameMap): T {
  const rename = renamer(names);
  const deeply = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(deeply);
    if (!isJsonObject(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, child]) => [rename(key), deeply(child)]),
    );
  };
  return deeply(mapStrings(value, rename)) as T;
}

/** The same value with one text in place of another, wherever a string begins with it. */
export function replaceIn<T>(value: T, old: string, next: string): T {
  const change = (text: string) =>
    text.startsWith(old) ? next + text.slice(old.length) : text;
  return mapStrings(value, change) as T;
}

function renamer(names: NameMap): (text: string) => string {
  const olds = Object.keys(names).sort((a, b) => b.length - a.length);
  if (olds.length === 0) return text => text;
  const words = olds
    .map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  const pattern = new RegExp(
    `(?<![A-Za-z0-9])(?:${words})(?![A-Za-z0-9])`,
    'g',
  );
  return text => text.replace(pattern, word => names[word]);
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map(item => mapStrings(item, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (VOCABULARY.includes(key) && isVocabulary(child)) return [key, child];
      const mapped = mapStrings(child, change);
      return [
        key,
        NAMED_DATA.includes(key) ? withKeys(mapped, change) : mapped,
      ];
    }),
  );
}

/** Of Secrets and ConfigMaps: other clusters stand there under their names. */
const NAMED_DATA = ['data', 'stringData'];

function withKeys(value: unknown, change: (text: string) => string): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [change(key), child]),
  );
}

/** Text, not a mapping that happens to be called so: `resources` of a container. */
function isVocabulary(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    (Array.isArray(value) && value.every(item => typeof item === 'string'))
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
  const { manifests, fleet, ...rest } = world;
  const renamed = Object.entries(manifests).map(([file, objects]) => [
    file,
    renameIn(objects, names),
  ]);
  return {
    ...renameIn(rest, names),
    serves: world.serves,
    manifests: Object.fromEntries(renamed),
    fleet: renameFiles(fleet, names),
    history,
  };
}

/** The same files with the names replaced in paths, values and comments; keys and the words of the API stay. */
function renameFiles(fleet: World['fleet'], names: NameMap): World['fleet'] {
  const rename = renamer(names);
  const line = (text: string) => {
    const [, key = '', value = text] =
      /^(\s*(?:- )?[\w./-]+:(?=\s|$))(.*)$/.exec(text) ?? [];
    const word = key.replace(/^[\s-]*|:$/g, '');
    return VOCABULARY.includes(word) ? text : key + rename(value);
  };
  return Object.fromEntries(
    Object.entries(fleet).map(([path, text]) => [
      rename(path),
      text.split('\n').map(line).join('\n'),
    ]),
  );
}
