import type { Store } from '../apiserver/Store.ts';
import type { Node, Pod } from '../controllers/objects.ts';

/** The Kubernetes minor version whose kubelets istiod trusts with native sidecars (`ENABLE_NATIVE_SIDECARS=auto`). */
const FIRST_MINOR = 33;

/** The pod's annotation decides; else every node (or the pod's, where it is known) must be new enough. */
export function usesNativeSidecar(store: Store, pod: Pod): boolean {
  const asked = pod.metadata.annotations?.['sidecar.istio.io/nativeSidecar'];
  if (asked !== undefined) return asked === 'true';
  const nodes = store.list<Node>('nodes').items;
  const own = nodes.find(node => node.metadata.name === pod.spec.nodeName);
  const relevant = own ? [own] : nodes;
  return (
    relevant.length > 0 && relevant.every(node => minorOf(node) >= FIRST_MINOR)
  );
}

function minorOf(node: Node): number {
  const version = node.status?.nodeInfo?.kubeletVersion ?? '';
  return Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? 0);
}
