import {
  type ClusterSnapshot,
  statefulSetKind,
} from '@meshport/plugin-mesh-node';
import { type Component, componentOf } from '../sidecar/components';
import { imageVersion } from '../sidecar/imageVersion';
import {
  type Injector as AnyInjector,
  injectorOf as anyInjectorOf,
} from '../sidecar/injector';
import { configurationsOf } from '../sidecar/webhooks';
import { type InjectorSettings, settingsOf } from './commandLine';
import { injectorKind } from './kinds';
import { INJECTOR_WEBHOOK } from './names';

/** What the API server asks about new pods, and how that decides. */
export interface Injector extends AnyInjector {
  readonly settings: InjectorSettings;
}

export type TakenBy = Pick<Injector, 'webhooks' | 'settings'>;

/** Consul's control plane, as far as it is in this cluster. */
export interface ControlPlane {
  readonly deployment?: Component;
  readonly settings?: InjectorSettings;
  readonly datacenter?: string;
  /** Absent where the cluster uses servers elsewhere. */
  readonly servers: readonly Component[];
  /** Undefined where no webhook asks Consul about pods. */
  readonly injector?: Injector;
}

function isOfConsul(
  labels: Readonly<Record<string, string>>,
  component: string,
): boolean {
  return labels.app === 'consul' && labels.component === component;
}

function deploymentOf(snapshot: ClusterSnapshot) {
  const found = snapshot
    .kind(injectorKind)
    .items.find(({ metadata }) =>
      isOfConsul(metadata.labels, 'connect-injector'),
    );
  if (!found) return {};
  const { metadata, spec, status } = found;
  const { containers } = spec.template.spec;
  const container =
    containers.find(({ name }) => name === 'sidecar-injector') ?? containers[0];
  const { namespace, name } = metadata;
  const deployment: Component = {
    ref: {
      cluster: snapshot.cluster.name,
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace,
      name,
    },
    wanted: spec.replicas ?? 1,
    available: status.availableReplicas ?? 0,
    version: imageVersion(container?.image),
  };
  const { settings, datacenter } = container ?? {};
  return { deployment, settings, datacenter };
}

/** MutatingWebhookConfigurations that ask Consul about pods. */
function injectorConfigurations(snapshot: ClusterSnapshot) {
  return configurationsOf(snapshot, name => name.endsWith(INJECTOR_WEBHOOK));
}

/** What decides whom the injector takes; cheaper than all of the control plane. */
export function takenBy(snapshot: ClusterSnapshot): TakenBy | undefined {
  const webhooks = injectorConfigurations(snapshot).flatMap(
    configuration => configuration.webhooks,
  );
  const settings = deploymentOf(snapshot).settings ?? settingsOf([]);
  return webhooks.length > 0 ? { webhooks, settings } : undefined;
}

function injectorOf(
  snapshot: ClusterSnapshot,
  { deployment, settings }: ReturnType<typeof deploymentOf>,
): Injector | undefined {
  const injector = anyInjectorOf(snapshot, injectorConfigurations(snapshot), {
    component: deployment,
    name: INJECTOR_WEBHOOK,
  });
  return injector && { ...injector, settings: settings ?? settingsOf([]) };
}

export function controlPlaneOf(snapshot: ClusterSnapshot): ControlPlane {
  const found = deploymentOf(snapshot);
  const servers = snapshot
    .kind(statefulSetKind)
    .items.filter(({ metadata }) => isOfConsul(metadata.labels, 'server'))
    .map(item =>
      componentOf(snapshot.cluster.name, item, {
        kind: 'StatefulSet',
        available: item.status.readyReplicas,
        container: 'consul',
      }),
    );
  return { ...found, servers, injector: injectorOf(snapshot, found) };
}
