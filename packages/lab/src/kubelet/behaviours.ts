import { selects } from '../controllers/selectors.ts';
import type { Pod } from '../controllers/objects.ts';

/** What the processes of some pods do instead of starting and staying up. Part of a world, not an object. */
export interface Behaviour {
  namespace: string;
  matchLabels: Record<string, string>;
  /** Only the pods on this node. */
  node?: string;
  /** Only the pod of this name. */
  pod?: string;
  /** The container it is about; all but the proxies if left out. */
  container?: string;
  /** Exits after so many seconds, every time. */
  crashes?: { afterSeconds: number; exitCode: number };
  /** Ends well after so many seconds. */
  completes?: { afterSeconds: number };
  /** Runs and never becomes ready. */
  unready?: boolean;
}

/** Jobs whose world says nothing about them end well after half a minute. */
const JOB_SECONDS = 30;

const proxies = ['istio-proxy', 'linkerd-proxy', 'consul-dataplane'];

export function behaviourOf(
  pod: Pod,
  container: string,
  behaviours: readonly Behaviour[],
): Behaviour | undefined {
  if (isBesideAnother(pod, container)) return undefined;
  const { namespace = '', labels } = pod.metadata;
  const declared = behaviours.find(
    b =>
      b.namespace === namespace &&
      selects({ matchLabels: b.matchLabels }, labels) &&
      (b.node ?? pod.spec.nodeName) === pod.spec.nodeName &&
      (b.pod ?? pod.metadata.name) === pod.metadata.name &&
      (b.container ?? container) === container,
  );
  if (declared) return declared;
  const ofJob = pod.metadata.ownerReferences?.some(
    owner => owner.kind === 'Job',
  );
  return ofJob
    ? { namespace, matchLabels: {}, completes: { afterSeconds: JOB_SECONDS } }
    : undefined;
}

/** A proxy whose pod has an application; ztunnels and waypoints are proxies alone. */
function isBesideAnother(pod: Pod, container: string): boolean {
  return (
    proxies.includes(container) &&
    pod.spec.containers.some(({ name }) => !proxies.includes(name))
  );
}
