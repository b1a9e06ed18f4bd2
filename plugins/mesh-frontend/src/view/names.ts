const MESH_NAMES: Readonly<Record<string, string>> = {
  istio: 'Istio',
  linkerd: 'Linkerd',
  cilium: 'Cilium',
  consul: 'Consul',
};

/** The name of a mesh as its makers write it; its id where it is not known here. */
export function meshName(mesh: string): string {
  return MESH_NAMES[mesh] ?? mesh;
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
