import { posix } from 'node:path';
import type { DraftObject } from '../../apiserver/KubeObject.ts';
import { BuildError, buildFailed } from './BuildError.ts';
import { objectsIn } from './manifests.ts';
import { readKustomization } from './readKustomization.ts';
import {
  inNamespace,
  patched,
  withAnnotations,
  withLabels,
  type KustomizePatch,
} from './transform.ts';

type Files = ReadonlyMap<string, string>;

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The objects that a directory of a repository stands for, as `kustomize build` gives them, and as Flux does where there is
 * no kustomization.yaml: all YAML files below it. Throws BuildError.
 */
export function buildDirectory(files: Files, path: string): DraftObject[] {
  const directory = posix.join('.', path).replace(/\/$/, '');
  if (directory.startsWith('..') || filesBelow(files, directory).length === 0) {
    throw new BuildError(
      'ArtifactFailed',
      `kustomization path not found: stat ${directory}: no such file or directory`,
    );
  }
  const objects = kustomizationIn(files, directory)
    ? build(files, directory, [])
    : generated(files, directory);
  refuseDoubles(objects);
  return objects;
}

function filesBelow(files: Files, directory: string): string[] {
  const prefix = directory === '.' ? '' : `${directory}/`;
  return [...files.keys()].filter(path => path.startsWith(prefix)).sort();
}

function kustomizationIn(files: Files, directory: string): string | undefined {
  return NAMES.map(name => posix.join(directory, name)).find(path =>
    files.has(path),
  );
}

/** What Flux makes of a directory without a kustomization.yaml: one that lists every file, and those below that have one. */
function generated(files: Files, directory: string): DraftObject[] {
  const below = filesBelow(files, directory);
  const built = [
    ...new Set(
      below
        .filter(path => NAMES.includes(posix.basename(path)))
        .map(path => posix.dirname(path)),
    ),
  ];
  const outer = built.filter(
    path => !built.some(other => path.startsWith(`${other}/`)),
  );
  const single = below.filter(
    path =>
      /\.ya?ml$/.test(path) &&
      !outer.some(other => path.startsWith(`${other}/`)),
  );
  return [...single, ...outer]
    .sort()
    .flatMap(path =>
      files.has(path)
        ? objectsIn(path, files.get(path) ?? '')
        : build(files, path, []),
    );
}

/** `from` are the directories that lead here: one that leads back to itself has no end. */
function build(
  files: Files,
  directory: string,
  from: readonly string[],
): DraftObject[] {
  const path = kustomizationIn(files, directory);
  if (!path) {
    throw buildFailed(
      `unable to find one of '${NAMES.join(
        "', '",
      )}' in directory '${directory}'`,
    );
  }
  if (from.includes(directory))
    throw buildFailed(`cycle detected: ${[...from, directory].join(' -> ')}`);
  const file = readKustomization(path, files.get(path) ?? '');
  const objects = file.resources.flatMap(name =>
    resource(files, { name, directory, from }),
  );
  const patches = file.patches.map(({ path: at, patch, target }) => ({
    text: patch ?? textOf(files, posix.join(directory, at ?? '')),
    target,
  }));
  return transform(objects, { ...file, patches });
}

function resource(
  files: Files,
  options: { name: string; directory: string; from: readonly string[] },
): DraftObject[] {
  const { name, directory, from } = options;
  if (/^\w+:\/\/|^git@/.test(name)) {
    throw buildFailed(
      `${name} is elsewhere, which these simulated clusters do not fetch`,
    );
  }
  const path = posix.join(directory, name);
  if (files.has(path)) return objectsIn(path, textOf(files, path));
  if (filesBelow(files, path).length > 0)
    return build(files, path, [...from, directory]);
  throw buildFailed(
    `accumulating resources: accumulation err='accumulating resources from '${name}': open ${path}: no such file or directory'`,
  );
}

function textOf(files: Files, path: string): string {
  const text = files.get(path);
  if (text !== undefined) return text;
  throw buildFailed(`open ${path}: no such file or directory`);
}

function transform(
  objects: readonly DraftObject[],
  file: Omit<ReturnType<typeof readKustomization>, 'patches'> & {
    patches: readonly KustomizePatch[];
  },
): DraftObject[] {
  const { namespace, labels, commonAnnotations, patches } = file;
  const afterPatches = patches.reduce(patched, [...objects]);
  return afterPatches.map(object => {
    let result = namespace ? inNamespace(object, namespace) : object;
    for (const entry of labels) result = withLabels(result, entry);
    return Object.keys(commonAnnotations).length > 0
      ? withAnnotations(result, commonAnnotations)
      : result;
  });
}

function refuseDoubles(objects: readonly DraftObject[]): void {
  const seen = new Set<string>();
  for (const { apiVersion, kind, metadata } of objects) {
    const id = `${kind}.${apiVersion}/${metadata.name}.${
      metadata.namespace ?? '[noNs]'
    }`;
    if (seen.has(id)) {
      throw buildFailed(
        `may not add resource with an already registered id: ${id}`,
      );
    }
    seen.add(id);
  }
}
