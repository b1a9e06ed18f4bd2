import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import { stringify } from 'yaml';
import {
  isJsonObject,
  type DraftObject,
  type JsonObject,
} from '../apiserver/KubeObject.ts';
import { buildDirectory } from '../flux/build/buildDirectory.ts';
import { ownedBy } from '../flux/kustomizationController.ts';
import type { World } from './World.ts';

/** Text by path in the GitOps repository. */
export type FleetFiles = Readonly<Record<string, string>>;

/** The lab's own repository, for worlds that are copies of its own. */
const OWN = join(import.meta.dirname, '..', '..', 'fleet');

/** The files of the repository that lie beside a folder `world`; beside any other, and beside none, the lab's own. */
export function readFleet(worldDirectory: string): FleetFiles {
  const beside = join(dirname(worldDirectory), 'fleet');
  const hasOne = basename(worldDirectory) === 'world' && existsSync(beside);
  const directory = hasOne ? beside : OWN;
  const entries = readdirSync(directory, {
    withFileTypes: true,
    recursive: true,
  });
  return Object.fromEntries(
    entries
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(file => [
        relative(directory, file).split(sep).join('/'),
        readFileSync(file, 'utf8'),
      ]),
  );
}

/** Under which name a world has what a Kustomization applies from the repository. */
export function synced(kustomization: string): string {
  return `fleet/${kustomization}`;
}

/** The manifests of the Kustomizations whose directories are written in the repository, as Flux applies them. */
export function fleetManifests(
  manifests: World['manifests'],
  files: FleetFiles,
): World['manifests'] {
  const known = new Map(Object.entries(files));
  return Object.fromEntries(
    kustomizationsIn(manifests)
      .filter(({ path }) => [...known.keys()].some(isBelow(path)))
      .map(({ object, path }) => [
        synced(object.metadata.name ?? ''),
        buildDirectory(known, path).map(item => ownedBy(item, object)),
      ]),
  );
}

/**
 * What is in the repository for one cluster: the files that are written there, and for every other Kustomization one file per
 * object that the world says is its own.
 */
export function repositoryFiles(world: World): FleetFiles {
  const { manifests, fleet } = world;
  const generated = kustomizationsIn(manifests)
    .filter(({ path }) => !Object.keys(fleet).some(isBelow(path)))
    .flatMap(({ object, path }) => {
      const own = new Map<string, JsonObject>();
      for (const item of appliedInOrder(world))
        if (isOwn(item, object)) own.set(fileName(item, path), asWritten(item));
      return [...own].map(([name, item]) => [
        `${path}/${name}`,
        stringify(item),
      ]);
    });
  return { ...fleet, ...Object.fromEntries(generated) };
}

/** Whether Flux applies anything in this world. */
export function followsRepository({ manifests }: World): boolean {
  return kustomizationsIn(manifests).length > 0;
}

/** What was applied later is what the repository has. */
function appliedInOrder({ manifests, history }: World): DraftObject[] {
  return history.flatMap(({ action }) =>
    action.type === 'apply'
      ? action.files.flatMap(file => manifests[file])
      : [],
  );
}

function kustomizationsIn(
  manifests: World['manifests'],
): { object: DraftObject; path: string }[] {
  return Object.values(manifests)
    .flat()
    .filter(
      ({ apiVersion = '', kind }) =>
        kind === 'Kustomization' &&
        apiVersion.startsWith('kustomize.toolkit.fluxcd.io/'),
    )
    .map(object => {
      const spec = isJsonObject(object.spec) ? object.spec : {};
      return { object, path: String(spec.path).replace(/^\.\//, '') };
    });
}

function isBelow(directory: string): (path: string) => boolean {
  return path => path.startsWith(`${directory}/`);
}

const OWNER = 'kustomize.toolkit.fluxcd.io/';

function isOwn(item: DraftObject, { metadata }: DraftObject): boolean {
  return item.metadata.labels?.[`${OWNER}name`] === metadata.name;
}

/** `namespace.yaml` and `KIND-NAME.yaml`; what is of another namespace than the directory's in a folder of its own. */
function fileName(
  { kind = '', metadata }: DraftObject,
  directory: string,
): string {
  const { name = '', namespace } = metadata;
  const own = posix.basename(directory);
  if (kind === 'Namespace' && name === own) return 'namespace.yaml';
  const file = `${kind.toLowerCase()}-${name.replaceAll(':', '-')}.yaml`;
  return namespace && namespace !== own ? `${namespace}/${file}` : file;
}

/** Without what Flux and the cluster add. */
function asWritten(item: DraftObject): JsonObject {
  const { status: _status, metadata, ...rest } = item;
  const { labels = {}, ...others } = metadata;
  const own = Object.entries(labels).filter(([key]) => !key.startsWith(OWNER));
  const kept = own.length > 0 ? { labels: Object.fromEntries(own) } : {};
  const { apiVersion, kind, ...fields } = rest;
  return { apiVersion, kind, metadata: { ...others, ...kept }, ...fields };
}
