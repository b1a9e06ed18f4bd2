/** The files of a repository at one commit, as far as they have been read. */
export interface Repository {
  /** Paths of all files. */
  readonly paths: ReadonlySet<string>;
  /** What is in them, by path. */
  readonly contents: ReadonlyMap<string, string>;
}

/** A file that is written anew, or taken away where it has no content. */
export interface FileChange {
  readonly path: string;
  readonly content?: string;
}

export function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

const KUSTOMIZATIONS = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** The file that says what a directory is built from; undefined where none does. */
export function kustomizationOf(
  { paths }: Repository,
  directory: string,
): string | undefined {
  return KUSTOMIZATIONS.map(name => within(directory, name)).find(path =>
    paths.has(path),
  );
}

export function isKustomization(path: string): boolean {
  return KUSTOMIZATIONS.includes(path.slice(path.lastIndexOf('/') + 1));
}

/** A path below a directory; that of the whole repository is empty. */
export function within(directory: string, path: string): string {
  return directory === '' ? path : `${directory}/${path}`;
}

export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function isBelow(directory: string, path: string): boolean {
  return directory === '' || path.startsWith(`${directory}/`);
}

/** The path that an entry of a directory leads to; undefined where it leads out of the repository. */
export function resolved(directory: string, entry: string): string | undefined {
  const way: string[] = [];
  for (const step of within(directory, entry).split('/')) {
    if (step === '..' && way.pop() === undefined) return undefined;
    if (!['', '.', '..'].includes(step)) way.push(step);
  }
  return way.join('/');
}
