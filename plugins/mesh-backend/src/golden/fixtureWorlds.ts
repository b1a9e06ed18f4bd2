import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  type ClusterSnapshot,
  createSnapshot,
  type KindState,
  partOf,
  sharedKinds,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { parse, parseAllDocuments } from 'yaml';
import { builtInMeshes } from '../core/meshes';
import { networkKinds } from '../core/networks';
import { keptAnnotations } from '../io/kube/keptAnnotations';
import { trimObject } from '../io/kube/trimObject';

/** Fixture worlds: Kubernetes objects as an API server gives them, by folder. */
export const FIXTURES = resolvePackagePath(
  '@meshport/plugin-mesh-backend',
  'src/golden/fixtures',
);

export const worldNames = readdirSync(FIXTURES).sort();

/** Everything that is watched, each once. */
export const watchedKinds: readonly WatchedKind[] = [
  ...new Set([
    ...sharedKinds,
    ...networkKinds,
    ...builtInMeshes.flatMap(mesh => mesh.kinds),
  ]),
];

export interface RawObject {
  apiVersion: string;
  kind: string;
}

function readYaml(world: string, file: string): string {
  return readFileSync(join(FIXTURES, world, file), 'utf8');
}

export function rawObjects(world: string): RawObject[] {
  return parseAllDocuments(readYaml(world, 'objects.yaml')).map(
    document => document.toJS() as RawObject,
  );
}

export function statesOf(
  world: string,
): Record<string, Omit<KindState, 'items'>> {
  return existsSync(join(FIXTURES, world, 'states.yaml'))
    ? parse(readYaml(world, 'states.yaml'))
    : {};
}

/** A snapshot of raw objects, each trimmed and read as on arrival or left out. */
export function snapshotOf(
  objects: readonly RawObject[],
  states: ReturnType<typeof statesOf> = {},
): ClusterSnapshot {
  const keeps = keptAnnotations(builtInMeshes.flatMap(mesh => mesh.keys));
  const kinds = watchedKinds.map((kind): [WatchedKind, KindState] => {
    const versions = kind.versions.map(version =>
      kind.group ? `${kind.group}/${version}` : version,
    );
    const items = objects
      .filter(
        object =>
          object.kind === kind.kind && versions.includes(object.apiVersion),
      )
      .flatMap(object => {
        const read = kind.schema.safeParse(trimObject(object, keeps));
        return read.success ? [read.data] : [];
      });
    const state = states[partOf(kind)] ?? { status: 'live' };
    return [kind, { ...state, items }];
  });
  return createSnapshot({
    cluster: 'west',
    kubectlContext: 'west-admin',
    kinds: new Map(kinds),
  });
}

export function worldSnapshot(world: string): ClusterSnapshot {
  return snapshotOf(rawObjects(world), statesOf(world));
}
