import type { ClusterSummary } from '@meshport/plugin-mesh-common';

const MESH_NAMES: Readonly<Record<string, string>> = {
  istio: 'Istio',
  linkerd: 'Linkerd',
  cilium: 'Cilium',
  consul: 'Consul',
};

/** Ids of the meshes that the plugin itself knows. */
export const KNOWN_MESHES = Object.keys(MESH_NAMES);

/** The name of a mesh as its makers write it; its id where it is not known here. */
export function meshName(mesh: string): string {
  return MESH_NAMES[mesh] ?? mesh;
}

const MODES = ['sidecar', 'ambient', 'proxyless'] as const;

/** A way to carry traffic that the plugin has words for. */
export function isKnownMode(mode: string): mode is (typeof MODES)[number] {
  return MODES.some(known => known === mode);
}

/** `Deployment orders/worker`: an object as a person would call it. */
export function objectName(ref: {
  kind: string;
  namespace?: string;
  name: string;
}): string {
  return ref.namespace
    ? `${ref.kind} ${ref.namespace}/${ref.name}`
    : `${ref.kind} ${ref.name}`;
}

/** What pages call a cluster; its name where the answer does not place it. */
export function displayNameOf(
  clusters: readonly ClusterSummary[],
  name: string,
): string {
  return clusters.find(cluster => cluster.name === name)?.displayName ?? name;
}
