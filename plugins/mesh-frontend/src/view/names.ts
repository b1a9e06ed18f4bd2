import type { ClusterSummary } from '@meshport/plugin-mesh-common';

const MESH_NAMES: Readonly<Record<string, string>> = {
  istio: 'Istio',
  linkerd: 'Linkerd',
  cilium: 'Cilium',
  consul: 'Consul',
};

/** A mesh that a list can be filtered by. */
export interface MeshChoice {
  readonly mesh: string;
  /** What the API calls it; absent where the answer only has its id. */
  readonly title?: string;
}

/**
 * The meshes that the plugin itself knows and those of answers, each once, by name: one
 * that was added to the backend is to be chosen too.
 */
export function meshChoices(
  found: readonly MeshChoice[],
): { readonly value: string; readonly label: string }[] {
  const names = new Map(Object.entries(MESH_NAMES));
  for (const { mesh, title } of found) {
    if (mesh) names.set(mesh, title ?? names.get(mesh) ?? mesh);
  }
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

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

/** Do pages call any of these clusters otherwise than it is named? */
export function haveDisplayNames(clusters: readonly ClusterSummary[]): boolean {
  return clusters.some(({ name, displayName }) => name !== displayName);
}

/** What pages call a cluster; its name where the answer does not place it. */
export function displayNameOf(
  clusters: readonly ClusterSummary[],
  name: string,
): string {
  return clusters.find(cluster => cluster.name === name)?.displayName ?? name;
}
