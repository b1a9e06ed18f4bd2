import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  deploymentKind,
  type DetectedMesh,
  namespaceKind,
} from '@meshport/plugin-mesh-node';
import type { ControlPlane } from './controlPlane';
import { isCniAgent } from './infrastructure';
import { linkKind } from './kinds';
import { LABEL_EXTENSION } from './names';

type Feature = DetectedMesh['features'][number];

/** Namespaces of an extension: `viz`, `multicluster`. */
function extensionOf(snapshot: ClusterSnapshot, extension: string): string[] {
  return snapshot
    .kind(namespaceKind)
    .items.filter(
      ({ metadata }) => metadata.labels[LABEL_EXTENSION] === extension,
    )
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** Is something of the extension wanted, and none of it able to serve? */
function isDegraded(
  snapshot: ClusterSnapshot,
  namespaces: readonly string[],
): boolean {
  return snapshot
    .kind(deploymentKind)
    .items.some(
      ({ metadata, spec, status }) =>
        namespaces.includes(metadata.namespace ?? '') &&
        (spec.replicas ?? 1) > 0 &&
        (status.availableReplicas ?? 0) === 0,
    );
}

function extensionFeature(
  snapshot: ClusterSnapshot,
  id: 'viz' | 'multicluster',
  objects: readonly ObjectRef[] = [],
): Feature[] {
  const namespaces = extensionOf(snapshot, id);
  if (namespaces.length === 0 && objects.length === 0) return [];
  const cluster = snapshot.cluster.name;
  return [
    {
      id,
      state: isDegraded(snapshot, namespaces) ? 'degraded' : 'on',
      evidence: [
        ...namespaces.map(name => ({
          cluster,
          apiVersion: 'v1',
          kind: 'Namespace',
          name,
        })),
        ...objects,
      ],
    },
  ];
}

function nativeSidecars({ values, config }: ControlPlane): Feature[] {
  const isOn = values?.proxy.nativeSidecar;
  if (isOn === undefined) return [];
  const state = isOn ? 'on' : 'off';
  return [{ id: 'native-sidecars', state, evidence: config ? [config] : [] }];
}

function cni(
  snapshot: ClusterSnapshot,
  { values, config }: ControlPlane,
): Feature[] {
  const agents = snapshot.workloads.filter(({ template }) =>
    isCniAgent(template.metadata.labels),
  );
  if (!values?.cniEnabled && agents.length === 0) return [];
  return [
    {
      id: 'cni',
      // Proxies then wait for a plugin that is not there.
      state: agents.length > 0 ? 'on' : 'degraded',
      evidence: [...(config ? [config] : []), ...agents.map(({ ref }) => ref)],
    },
  ];
}

function linkRefs(snapshot: ClusterSnapshot): ObjectRef[] {
  return snapshot.kind(linkKind).items.map(({ metadata }) => ({
    cluster: snapshot.cluster.name,
    apiVersion: 'multicluster.linkerd.io/v1alpha3',
    kind: 'Link',
    namespace: metadata.namespace,
    name: metadata.name,
  }));
}

/** What is switched on, as far as objects of the cluster tell. */
export function featuresOf(
  snapshot: ClusterSnapshot,
  controlPlane: ControlPlane,
): Feature[] {
  return [
    ...nativeSidecars(controlPlane),
    ...cni(snapshot, controlPlane),
    ...extensionFeature(snapshot, 'multicluster', linkRefs(snapshot)),
    ...extensionFeature(snapshot, 'viz'),
  ];
}
