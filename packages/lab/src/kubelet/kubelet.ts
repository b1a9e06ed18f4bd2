import type { ObjectRef } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';
import type {
  Controller,
  ControllerContext,
  ReconcileResult,
} from '../controllers/Controller.ts';
import { refOf } from '../controllers/Controller.ts';
import type { Node, Pod } from '../controllers/objects.ts';
import { writeStatus } from '../controllers/statuses.ts';
import { between } from '../simulation/chance.ts';
import type { Behaviour } from './behaviours.ts';
import { missingVolume } from './mounts.ts';
import { podMoment, type PodAddresses } from './podLife.ts';

const manager = 'kubelet';

export interface KubeletOptions {
  /** The first that fits a pod counts. */
  behaviours: () => readonly Behaviour[];
  /** How much faster than real pods become ready and end. */
  speed: () => number;
  /** Restarts of a container that has long been crashing are reported one by one from here on only. */
  detailedFrom: Date;
  /** The init container in which a pod waits for something in the cluster, if it does; Services may end that. */
  waitsIn: (pod: Pod, store: Store) => string | undefined;
}

/** From this many restarts on, a crashing container is an old story. */
const LONG_CRASHING = 5;

/** Reports what runs on the nodes: starts pods, makes them ready, ends them. Nothing really runs. */
export function kubeletController(options: KubeletOptions): Controller {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  const waiting = new Map<string, ObjectRef>();
  return {
    name: 'kubelet',
    *concerns(change) {
      if (change.resource === 'pods' && change.type !== 'DELETED')
        yield refOf('pods', change.object);
      if (['services', 'configmaps'].includes(change.resource))
        for (const ref of waiting.values())
          if (ref.namespace === change.object.metadata.namespace) yield ref;
    },
    reconcile(ref, context) {
      const pod = context.store.get<Pod>(ref);
      if (!pod?.spec.nodeName) return {};
      const { uid = '', deletionTimestamp } = pod.metadata;
      const ended = ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
      const waitingIn =
        ended || deletionTimestamp
          ? undefined
          : waitsFor(pod, options, context);
      // What a pod did while it waited does not count towards its start.
      const released = waiting.delete(uid) && !waitingIn;
      if (waitingIn) waiting.set(uid, ref);
      if (deletionTimestamp || ended) starts.delete(uid);
      if (deletionTimestamp) {
        // The object says so in whole seconds, which at a high speed is longer than a pod takes to end.
        const since = ends.get(uid) ?? context.timeline.now().getTime();
        ends.set(uid, since);
        const result = terminate(
          pod,
          { since, speed: options.speed() },
          context,
        );
        if (!context.store.get(ref)) ends.delete(uid);
        return result;
      }
      if (ended) return {};
      if (!pod.status?.startTime || released) {
        starts.set(uid, context.timeline.now().getTime());
      }
      const began = starts.get(uid);
      return report(pod, { ...options, began, waitingIn }, context);
    },
  };
}

/** The init container that a pod waits in, or the volume that it waits for. */
function waitsFor(
  pod: Pod,
  { waitsIn }: KubeletOptions,
  { store, events }: ControllerContext,
): string | undefined {
  const missing = missingVolume(pod, store);
  if (!missing) return waitsIn(pod, store);
  const { volume, configMap } = missing;
  events.record(pod, {
    type: 'Warning',
    reason: 'FailedMount',
    message: `MountVolume.SetUp failed for volume "${volume}" : configmap "${configMap}" not found`,
    component: manager,
  });
  return volume;
}

function report(
  pod: Pod,
  options: KubeletOptions & { began?: number; waitingIn?: string },
  context: ControllerContext,
): ReconcileResult {
  const now = context.timeline.now();
  const moment = podMoment(pod, {
    now,
    addresses: addressesOf(pod, context),
    behaviours: options.behaviours(),
    speed: options.speed(),
    began: options.began,
    waitingIn: options.waitingIn,
  });
  const before = crashing(pod);
  const written = writeStatus(
    context.store,
    'pods',
    pod,
    moment.status,
    manager,
  );
  const crash = crashing(written);
  if (crash && !before) {
    const message = `Back-off restarting failed container ${crash} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
    context.events.record(pod, {
      type: 'Warning',
      reason: 'BackOff',
      message,
      component: manager,
    });
  }
  if (moment.changesAt === undefined) return {};
  const restarts =
    moment.status.containerStatuses?.map(c => c.restartCount) ?? [];
  const earliest =
    Math.max(...restarts) > LONG_CRASHING ? options.detailedFrom.getTime() : 0;
  // The timeline divides by the speed; this is a point in time, which must stay where it is.
  return {
    againAfter:
      (Math.max(moment.changesAt, earliest) - now.getTime()) * options.speed(),
  };
}

function crashing(pod: Pod): string | undefined {
  return pod.status?.containerStatuses?.find(
    c => c.state.waiting?.reason === 'CrashLoopBackOff',
  )?.name;
}

/** Processes end some seconds after they were told to, long before the grace period is over. */
function terminate(
  pod: Pod,
  { since, speed }: { since: number; speed: number },
  context: ControllerContext,
): ReconcileResult {
  const { namespace, name, deletionGracePeriodSeconds = 0 } = pod.metadata;
  const seconds = Math.min(
    between(1.2, 4, `${namespace}/${name} end`),
    deletionGracePeriodSeconds,
  );
  const left =
    since + (seconds * 1000) / speed - context.timeline.now().getTime();
  if (left > 0) return { againAfter: left * speed };
  context.store.delete(refOf('pods', pod), { gracePeriodSeconds: 0 });
  return {};
}

function addressesOf(pod: Pod, { store }: ControllerContext): PodAddresses {
  const node = store.get<Node>({
    resource: 'nodes',
    name: pod.spec.nodeName ?? '',
  });
  const hostIP =
    node?.status?.addresses?.find(a => a.type === 'InternalIP')?.address ??
    '0.0.0.0';
  if (pod.spec.hostNetwork) return { hostIP, podIP: hostIP };
  const known = pod.status?.podIP;
  return {
    hostIP,
    podIP: known ?? freeAddress(node, store.list<Pod>('pods').items),
  };
}

/** The lowest free address of the node's pod range; .0 is the network, .1 the node's own end of the tunnel. */
function freeAddress(node: Node | undefined, pods: readonly Pod[]): string {
  const prefix = (node?.spec.podCIDR ?? '10.88.255.0/24').replace(
    /\.\d+\/\d+$/,
    '',
  );
  const used = new Set(pods.map(p => p.status?.podIP));
  for (let host = 2; host < 255; host++) {
    const address = `${prefix}.${host}`;
    if (!used.has(address)) return address;
  }
  throw new Error(
    `Node ${node?.metadata.name} has no pod address left in ${prefix}.0/24`,
  );
}
