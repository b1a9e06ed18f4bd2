import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  deploymentKind,
} from '@meshport/plugin-mesh-node';
import { type Component, componentOf } from '../sidecar/components';
import { type Injector, injectorOf } from '../sidecar/injector';
import { configurationsOf } from '../sidecar/webhooks';
import { linkerdConfigKind } from './kinds';
import { COMPONENTS, INJECTOR_WEBHOOK, LABEL_COMPONENT } from './names';
import type { LinkerdValues } from './schema';

/** Linkerd's control plane, as far as it is in this cluster. */
export interface ControlPlane {
  /** By the value of the label `linkerd.io/control-plane-component`. */
  readonly components: ReadonlyMap<string, Component>;
  /** Undefined where no webhook asks Linkerd about pods. */
  readonly injector?: Injector;
  readonly values?: LinkerdValues;
  readonly config?: ObjectRef;
  /** Namespace that it runs in; part of every identity. */
  readonly namespace: string;
}

function componentsOf(snapshot: ClusterSnapshot) {
  const found = snapshot.kind(deploymentKind).items.flatMap(item => {
    const name = item.metadata.labels[LABEL_COMPONENT] ?? '';
    if (!COMPONENTS.some(known => known === name)) return [];
    const component = componentOf(snapshot.cluster.name, item, {
      kind: 'Deployment',
      available: item.status.availableReplicas,
      container: name,
    });
    return [[name, component] as const];
  });
  return new Map(found);
}

/** MutatingWebhookConfigurations that ask Linkerd about pods. */
export function injectorConfigurations(snapshot: ClusterSnapshot) {
  return configurationsOf(snapshot, name => name === INJECTOR_WEBHOOK);
}

export function controlPlaneOf(snapshot: ClusterSnapshot): ControlPlane {
  const components = componentsOf(snapshot);
  const configs = snapshot
    .kind(linkerdConfigKind)
    .items.filter(({ metadata }) => metadata.name === 'linkerd-config');
  const config = configs.find(({ data }) => data.values !== undefined);
  const [first] = components.values();
  return {
    components,
    injector: injectorOf(snapshot, injectorConfigurations(snapshot), {
      component: components.get('proxy-injector'),
      name: INJECTOR_WEBHOOK,
    }),
    values: config?.data.values,
    config: config && {
      cluster: snapshot.cluster.name,
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: config.metadata.namespace,
      name: config.metadata.name,
    },
    namespace: config?.metadata.namespace ?? first?.ref.namespace ?? 'linkerd',
  };
}
