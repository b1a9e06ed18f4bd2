import { z } from 'zod';
import {
  directoryOf,
  isBelow,
  isKustomization,
  isYaml,
  kustomizationOf,
  type Repository,
  resolved,
} from './Repository';
import { readYaml } from './YamlFile';

/** What an object is called in its document. */
export interface DocumentName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A document that is built into a cluster, and what it is there. */
export interface BuiltDocument {
  readonly path: string;
  /** In its file. */
  readonly index: number;
  readonly value: unknown;
  /** As in the cluster: with the namespace, prefix and suffix of the kustomizations on the way. */
  readonly object: DocumentName;
}

export interface Built {
  readonly documents: readonly BuiltDocument[];
  /** Files that are no YAML, with what the parser says. */
  readonly unreadable: readonly { path: string; problem: string }[];
  /** Files that have to be read before more can be said. */
  readonly wanted: readonly string[];
}

/** What kustomizations do to the names of what they build. */
interface Naming {
  readonly namespace?: string;
  readonly prefix: string;
  readonly suffix: string;
}

const list = z.array(z.string()).nullish();

const kustomizationSchema = z.object({
  namespace: z.string().nullish(),
  namePrefix: z.string().nullish(),
  nameSuffix: z.string().nullish(),
  resources: list,
  bases: list,
  components: list,
});

const documentSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().nullish() }),
});

/** Their names have no prefix, and are no part of a namespace. */
const UNPREFIXED = ['Namespace', 'CustomResourceDefinition', 'APIService'];

function named(
  { apiVersion, kind, metadata }: z.output<typeof documentSchema>,
  { namespace: forced, prefix, suffix }: Naming,
): DocumentName {
  if (kind === 'Namespace' && forced !== undefined)
    return { apiVersion, kind, name: forced };
  const name = UNPREFIXED.includes(kind)
    ? metadata.name
    : prefix + metadata.name + suffix;
  const namespace = forced ?? metadata.namespace ?? undefined;
  return {
    apiVersion,
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
  };
}

function innerNaming(
  { namespace, namePrefix, nameSuffix }: z.output<typeof kustomizationSchema>,
  outer: Naming,
): Naming {
  const nearest = outer.namespace ?? namespace ?? undefined;
  return {
    ...(nearest === undefined ? {} : { namespace: nearest }),
    prefix: outer.prefix + (namePrefix ?? ''),
    suffix: (nameSuffix ?? '') + outer.suffix,
  };
}

/** Follows what kustomize and Flux's kustomize-controller would build. */
class Walk {
  readonly documents: BuiltDocument[] = [];
  readonly unreadable: { path: string; problem: string }[] = [];
  readonly wanted = new Set<string>();
  readonly directories = new Set<string>();

  constructor(private readonly repository: Repository) {}

  /** What a directory is built from: what its kustomization lists, else all that is in it. */
  directory(directory: string, naming: Naming, above: readonly string[] = []) {
    // What lists itself is built by nobody.
    if (above.includes(directory)) return;
    this.directories.add(directory);
    const way = [...above, directory];
    const path = kustomizationOf(this.repository, directory);
    if (path === undefined) {
      this.wholeDirectory(directory, naming, way);
      return;
    }
    const [value] = this.read(path) ?? [];
    const parsed = kustomizationSchema.safeParse(value);
    if (!parsed.success) return;
    const { resources, bases, components } = parsed.data;
    const inner = innerNaming(parsed.data, naming);
    for (const entry of [resources, bases, components].flatMap(
      one => one ?? [],
    )) {
      const target = resolved(directory, entry);
      if (target === undefined) continue;
      if (this.repository.paths.has(target)) this.file(target, inner);
      else if (this.has(target)) this.directory(target, inner, way);
    }
  }

  private has(directory: string): boolean {
    return [...this.repository.paths].some(path => isBelow(directory, path));
  }

  private wholeDirectory(
    directory: string,
    naming: Naming,
    way: readonly string[],
  ) {
    const below = [...this.repository.paths]
      .filter(path => isBelow(directory, path) && isYaml(path))
      .sort();
    const built = [
      ...new Set(below.filter(isKustomization).map(directoryOf)),
    ].filter(one => one !== directory);
    const outermost = built.filter(
      one => !built.some(other => other !== one && isBelow(other, one)),
    );
    for (const path of below) {
      if (!outermost.some(one => isBelow(one, path))) this.file(path, naming);
    }
    for (const one of outermost) this.directory(one, naming, way);
  }

  private read(path: string): readonly unknown[] | undefined {
    const text = this.repository.contents.get(path);
    if (text === undefined) {
      this.wanted.add(path);
      return undefined;
    }
    const file = readYaml(text);
    if ('problem' in file) {
      this.unreadable.push({ path, problem: file.problem });
      return undefined;
    }
    return file.values;
  }

  private file(path: string, naming: Naming) {
    for (const [index, value] of (this.read(path) ?? []).entries()) {
      const parsed = documentSchema.safeParse(value);
      if (!parsed.success) continue;
      const object = named(parsed.data, naming);
      this.documents.push({ path, index, value, object });
    }
  }
}

const AS_WRITTEN: Naming = { prefix: '', suffix: '' };

/**
 * What is built from a directory, and from those below it that are built by themselves.
 * What other repositories hold is not followed, nor what patches and generators do.
 */
export function builtDocuments(
  repository: Repository,
  directory: string,
): Built {
  const walk = new Walk(repository);
  walk.directory(directory, AS_WRITTEN);
  for (const path of [...repository.paths].sort()) {
    const own = directoryOf(path);
    if (!isKustomization(path) || !isBelow(directory, path)) continue;
    if (!walk.directories.has(own)) walk.directory(own, AS_WRITTEN);
  }
  const { documents, unreadable, wanted } = walk;
  return { documents, unreadable, wanted: [...wanted] };
}
