import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import type { Controller } from '../../controllers/Controller.ts';
import { refOf } from '../../controllers/Controller.ts';
import type { LabelSelector, Pod } from '../../controllers/objects.ts';
import { isReady } from '../../controllers/podTemplates.ts';
import { retryingRefusals } from '../../controllers/refusals.ts';
import { federateServices } from './federatedServices.ts';

const COMPONENT = 'local-service-mirror';

/** Lets a cluster's own Services join its federated Services, while `linkerd-local-service-mirror` runs. */
export const localServiceMirrorController: Controller = {
  name: 'linkerd-local-service-mirror',
  *concerns({ resource, object }, { store }) {
    if (resource === 'pods' && isMirror(object)) yield refOf('pods', object);
    if (resource !== 'services' && resource !== 'namespaces') return;
    const pod = mirrorIn(store);
    if (pod) yield refOf('pods', pod);
  },
  reconcile: (_ref, { store }) => retryingRefusals(() => federate(store)),
};

function federate(store: Store): void {
  const pod = mirrorIn(store);
  if (!pod || !isReady(pod)) return;
  const link = {
    metadata: { name: 'local', namespace: pod.metadata.namespace },
    spec: {
      targetClusterName: '',
      clusterCredentialsSecret: '',
      federatedServiceSelector: selectorOf(pod),
    },
  };
  federateServices({ link, source: store, members: store });
}

function isMirror({ metadata }: KubeObject): boolean {
  return metadata.labels?.component === COMPONENT;
}

function mirrorIn(store: Store): Pod | undefined {
  const pods = store.list<Pod>('pods').items.filter(isMirror);
  return pods.find(isReady) ?? pods[0];
}

/** `-federated-service-selector=KEY=VALUE` of the mirror's command line. */
function selectorOf({ spec }: Pod): LabelSelector {
  const flag = spec.containers
    .flatMap(({ args }) => (Array.isArray(args) ? args.map(String) : []))
    .find(argument => argument.startsWith('-federated-service-selector='));
  const [, key, value] = /=([^=]+)=(.*)$/.exec(flag ?? '') ?? [
    '',
    'mirror.linkerd.io/federated',
    'member',
  ];
  return { matchLabels: { [key]: value } };
}
