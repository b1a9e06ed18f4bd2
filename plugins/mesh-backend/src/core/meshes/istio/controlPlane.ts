import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Deployment,
  deploymentKind,
} from '@meshport/plugin-mesh-node';
import { parseBoolean } from '../../model/parseBoolean';
import { imageVersion } from '../sidecar/imageVersion';
import { istioConfigMapKind, istiodKind } from './kinds';
import { DEFAULT_REVISION, LABEL_REVISION, LABEL_VERSION } from './names';
import type { InjectorConfig, Istiod, MeshConfig } from './schema';

/** istiod of one revision in this cluster. */
export interface ControlPlaneRevision {
  readonly name: string;
  readonly namespace: string;
  readonly version?: string;
  /** Replicas of istiod: wanted, and able to serve. */
  readonly wanted: number;
  readonly available: number;
  readonly deployments: readonly ObjectRef[];
}

export interface ControlPlane {
  /** By name, in the order of names. */
  readonly revisions: ReadonlyMap<string, ControlPlaneRevision>;
  /** Mesh configuration by revision, where there is one. */
  readonly meshConfigs: ReadonlyMap<string, MeshConfig>;
  /** How injectors decide, by revision, where that could be found. */
  readonly injectorConfigs: ReadonlyMap<string, InjectorConfig>;
  /** What istiod's environment says, by revision. */
  readonly environments: ReadonlyMap<string, Istiod['env']>;
}

/** `default` for installations that name no revision. */
function revisionOf(labels: Readonly<Record<string, string>>): string {
  return labels[LABEL_REVISION] || DEFAULT_REVISION;
}

function versionOf({ metadata, spec }: Deployment): string | undefined {
  const image = spec.template.spec.containers.find(
    ({ name }) => name === 'discovery',
  )?.image;
  return metadata.labels[LABEL_VERSION] ?? imageVersion(image);
}

function refOf(cluster: string, { metadata }: Deployment): ObjectRef {
  return {
    cluster,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: metadata.namespace,
    name: metadata.name,
  };
}

function revisionsOf(snapshot: ClusterSnapshot) {
  // Not `istio=pilot`: named revisions carry `istio=istiod` (chart of istiod 1.31).
  const istiods = snapshot
    .kind(deploymentKind)
    .items.filter(({ metadata }) => metadata.labels.app === 'istiod');
  const names = new Set(
    istiods.map(({ metadata }) => revisionOf(metadata.labels)).sort(),
  );
  return [...names].map((name): ControlPlaneRevision => {
    const own = istiods.filter(
      ({ metadata }) => revisionOf(metadata.labels) === name,
    );
    return {
      name,
      namespace: own[0]?.metadata.namespace ?? '',
      version: own.map(versionOf).find(version => version !== undefined),
      wanted: own.reduce((sum, { spec }) => sum + (spec.replicas ?? 1), 0),
      available: own.reduce(
        (sum, { status }) => sum + (status.availableReplicas ?? 0),
        0,
      ),
      deployments: own.map(item => refOf(snapshot.cluster.name, item)),
    };
  });
}

/** istiod and its configuration, as far as they are in this cluster. */
export function controlPlaneOf(snapshot: ClusterSnapshot): ControlPlane {
  const configs = snapshot.kind(istioConfigMapKind).items;
  return {
    revisions: new Map(
      revisionsOf(snapshot).map(revision => [revision.name, revision]),
    ),
    meshConfigs: new Map(
      configs.flatMap(({ metadata, data }) =>
        data.mesh ? [[revisionOf(metadata.labels), data.mesh] as const] : [],
      ),
    ),
    injectorConfigs: new Map(
      configs.flatMap(({ metadata, data }) =>
        data.config && metadata.name.startsWith('istio-sidecar-injector')
          ? [[revisionOf(metadata.labels), data.config] as const]
          : [],
      ),
    ),
    environments: new Map(
      snapshot
        .kind(istiodKind)
        .items.filter(({ metadata }) => metadata.labels.app === 'istiod')
        .map(({ metadata, env }) => [revisionOf(metadata.labels), env]),
    ),
  };
}

/** The default revision stands for the mesh, or the first where there is none. */
export function mainRevision({
  revisions,
}: ControlPlane): ControlPlaneRevision | undefined {
  return revisions.get(DEFAULT_REVISION) ?? [...revisions.values()][0];
}

/** The revision whose istiod ztunnel listens to; `default` where none says so. */
export function ambientRevision(controlPlane: ControlPlane): string {
  const { environments } = controlPlane;
  const isAmbient = (revision: string) =>
    parseBoolean(environments.get(revision)?.PILOT_ENABLE_AMBIENT) === true;
  if (isAmbient(DEFAULT_REVISION)) return DEFAULT_REVISION;
  const [first] = [...environments.keys()].filter(isAmbient).sort();
  return first ?? mainRevision(controlPlane)?.name ?? DEFAULT_REVISION;
}
