import type { Injector } from '../admission/injection.ts';
import type { Store } from '../apiserver/Store.ts';
import type { EventRecorder } from '../controllers/EventRecorder.ts';
import type { Pod, Service } from '../controllers/objects.ts';
import { hexDigest } from '../simulation/chance.ts';
import { INJECT, inherited, overridden } from './annotations.ts';
import { reasonsToSkip } from './injectionReport.ts';
import { withOpaquePorts } from './opaquePorts.ts';
import { ownerOf, type PodOwner } from './podOwner.ts';
import {
  initContainer,
  proxyContainer,
  proxyVolumes,
} from './proxyContainer.ts';
import { proxyVersion, valuesOf, type ProxyValues } from './proxyValues.ts';

const component = 'linkerd-proxy-injector';

/** The kinds of owners that have a label of their own on the pod. */
const LABELLED = [
  ...['deployment', 'replicaset', 'statefulset', 'daemonset'],
  ...['job', 'replicationcontroller'],
];

/** Linkerd's proxy injector: decides with its ConfigMap, renders as 2.20 does, tells the pod's owner by an Event. */
export function linkerdInjector(store: Store, events: EventRecorder): Injector {
  return {
    runsIn: ({ metadata }) =>
      metadata.labels?.['linkerd.io/control-plane-component'] ===
      'proxy-injector',
    answer({ resource, object, injector, dryRun }) {
      const values = valuesOf(store, injector);
      if (!values) return 'unavailable';
      const { namespace: name = 'default' } = object.metadata;
      const home = store.get({ resource: 'namespaces', name });
      const namespace = home?.metadata.annotations ?? {};
      if (resource === 'services')
        return {
          object: withOpaquePorts(object as Service, namespace, values),
        };
      const pod = object as Pod;
      const owner = ownerOf(store, pod);
      const reasons = reasonsToSkip(pod, namespace[INJECT], values);
      if (!dryRun) tell(events, owner, reasons);
      return {
        object:
          reasons.length > 0
            ? withOpaquePorts(pod, namespace, values)
            : inject(pod, { namespace, owner, values }),
      };
    },
  };
}

function tell(
  events: EventRecorder,
  { object }: PodOwner,
  reasons: readonly string[],
): void {
  if (!object) return;
  const skipped = reasons.length > 0;
  events.record(object, {
    type: 'Normal',
    reason: skipped ? 'InjectionSkipped' : 'Injected',
    message: skipped
      ? `Linkerd sidecar proxy injection skipped: ${reasons.join(', ')}`
      : 'Linkerd sidecar proxy injected',
    component,
  });
}

function inject(
  pod: Pod,
  context: {
    namespace: Readonly<Record<string, string>>;
    owner: PodOwner;
    values: ProxyValues;
  },
): Pod {
  const own = pod.metadata.annotations ?? {};
  pod.metadata.annotations = { ...own, ...inherited(context.namespace, own) };
  withOpaquePorts(pod, context.namespace, context.values);
  const values = overridden(context.values, pod.metadata.annotations);
  addContainers(pod, values);
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    'linkerd.io/created-by': `linkerd/proxy-injector ${context.values.linkerdVersion}`,
    'linkerd.io/proxy-version': proxyVersion(values),
    'linkerd.io/trust-root-sha256': hexDigest(values.identityTrustAnchorsPEM),
  };
  const { owner } = context;
  const { namespace = 'default' } = pod.metadata;
  pod.metadata.labels = {
    ...pod.metadata.labels,
    'linkerd.io/control-plane-ns': values.controlPlaneNamespace,
    ...(LABELLED.includes(owner.kind)
      ? { [`linkerd.io/proxy-${owner.kind}`]: owner.name }
      : {}),
    'linkerd.io/workload-ns': namespace,
  };
  return pod;
}

/** A native sidecar runs before the pod's own init containers, so that their traffic passes it too. */
function addContainers(pod: Pod, values: ProxyValues): void {
  const init = initContainer(pod, values);
  const proxy = proxyContainer(pod, values);
  const { nativeSidecar, await: first } = values.proxy;
  const inits = pod.spec.initContainers ?? [];
  pod.spec.volumes = [...(pod.spec.volumes ?? []), ...proxyVolumes(values)];
  if (nativeSidecar) {
    pod.spec.initContainers = [init, proxy, ...inits];
    return;
  }
  pod.spec.initContainers = [...inits, init];
  pod.spec.containers = first
    ? [proxy, ...pod.spec.containers]
    : [...pod.spec.containers, proxy];
}
