import type { ObjectRef } from '../../apiserver/kinds.ts';
import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import type { Controller } from '../../controllers/Controller.ts';
import { refOf } from '../../controllers/Controller.ts';
import type { Pod } from '../../controllers/objects.ts';
import { isReady } from '../../controllers/podTemplates.ts';
import { belongsToAmbient, cniSettings, isCniConfig } from './enablement.ts';

const REDIRECTION = 'ambient.istio.io/redirection';
const manager = 'install-cni';

/**
 * istio-cni's node agents: each redirects the pods of its node that belong to ambient to the ztunnel there, and says
 * so in an annotation. Where the agent is not ready nothing changes; where only ztunnel is not, the pod's traffic is
 * redirected to nobody (`pending`) until ztunnel comes.
 */
export const redirectionController: Controller = {
  name: 'istio-cni',
  *concerns(change, { store }) {
    const { resource, object } = change;
    if (resource === 'pods') {
      const { nodeName } = (object as Pod).spec;
      if (isOnEveryNode(object)) yield* podsOf(store, { nodeName });
      else if (change.type !== 'DELETED') yield refOf('pods', object);
    }
    if (resource === 'namespaces')
      yield* podsOf(store, { namespace: object.metadata.name });
    if (isCniConfig(object)) yield* podsOf(store, {});
  },
  reconcile(ref, { store }) {
    const pod = store.get<Pod>(ref);
    if (!pod?.spec.nodeName || pod.metadata.deletionTimestamp) return;
    const now = pod.metadata.annotations?.[REDIRECTION];
    const wanted = wantedRedirection(store, pod, now);
    if (wanted !== now) annotate(store, ref, wanted);
  },
};

const agentLabel = { key: 'k8s-app', value: 'istio-cni-node' };
const ztunnelLabel = { key: 'app', value: 'ztunnel' };

function isOnEveryNode({ metadata }: KubeObject): boolean {
  return [agentLabel, ztunnelLabel].some(
    ({ key, value }) => metadata.labels?.[key] === value,
  );
}

function* podsOf(
  store: Store,
  where: { nodeName?: string; namespace?: string },
): Iterable<ObjectRef> {
  for (const pod of store.list<Pod>('pods', where).items) {
    const here = where.nodeName ?? pod.spec.nodeName;
    if (pod.spec.nodeName === here) yield refOf('pods', pod);
  }
}

function wantedRedirection(
  store: Store,
  pod: Pod,
  now: string | undefined,
): string | undefined {
  const agent = readyPodOnNode(store, pod, agentLabel);
  const settings = agent && cniSettings(store, agent.metadata.namespace);
  if (!settings) return now;
  const name = pod.metadata.namespace ?? '';
  const home = store.get({ resource: 'namespaces', name });
  if (!belongsToAmbient(pod, home?.metadata.labels, settings)) return undefined;
  if (['Succeeded', 'Failed'].includes(pod.status?.phase ?? ''))
    return undefined;
  // ztunnel keeps the pods that it has while it restarts: nothing is taken back.
  if (now === 'enabled' || !pod.status?.podIP) return now;
  return readyPodOnNode(store, pod, ztunnelLabel) ? 'enabled' : 'pending';
}

function readyPodOnNode(
  store: Store,
  { spec }: Pod,
  label: { key: string; value: string },
): Pod | undefined {
  return store
    .list<Pod>('pods')
    .items.find(
      pod =>
        pod.metadata.labels?.[label.key] === label.value &&
        pod.spec.nodeName === spec.nodeName &&
        !pod.metadata.deletionTimestamp &&
        isReady(pod),
    );
}

function annotate(
  store: Store,
  ref: ObjectRef,
  redirection: string | undefined,
): void {
  store.modify(
    ref,
    ({ metadata }) => {
      const { [REDIRECTION]: _old, ...others } = metadata.annotations ?? {};
      metadata.annotations = redirection
        ? { ...others, [REDIRECTION]: redirection }
        : others;
    },
    { manager },
  );
}
