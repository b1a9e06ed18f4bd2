import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type {
  ClusterSnapshot,
  Webhook,
  WebhookConfiguration,
} from '@meshport/plugin-mesh-node';
import type { Component } from './components';
import { type SidecarFacts, webhookRef } from './facts';
import type { Outage } from './outage';
import { type Availability, injectorAvailability } from './webhooks';

/** What the API server asks about new pods, of a mesh that has one such thing. */
export interface Injector {
  /** Names of MutatingWebhookConfigurations, and since when the first is there (ISO). */
  readonly configurations: readonly string[];
  readonly createdAt?: string;
  readonly webhooks: readonly Webhook[];
  /** How people know it: the Deployment's name, else the Service's. */
  readonly title: string;
  /** Its Deployment, where that is in the cluster. */
  readonly component?: Component;
  readonly availability: Availability;
}

/** Undefined where no webhook asks about pods. `name`: what to call it at the least. */
export function injectorOf(
  snapshot: ClusterSnapshot,
  configurations: readonly WebhookConfiguration[],
  {
    component,
    name,
  }: { readonly component?: Component; readonly name: string },
): Injector | undefined {
  if (configurations.length === 0) return undefined;
  const webhooks = configurations.flatMap(one => one.webhooks);
  const service = webhooks.flatMap(hook => hook.clientConfig.service ?? [])[0];
  return {
    configurations: configurations.map(({ metadata }) => metadata.name),
    createdAt: configurations[0]?.metadata.creationTimestamp,
    webhooks,
    title: component?.ref.name ?? service?.name ?? name,
    component,
    availability: injectorAvailability(
      snapshot,
      webhooks,
      component?.available,
    ),
  };
}

/** The facts of a workload, in a mesh with one injector at the most. */
export interface InjectedFacts extends SidecarFacts {
  readonly world: {
    readonly snapshot: ClusterSnapshot;
    readonly controlPlane: { readonly injector?: Injector };
  };
  /** What the mesh would do with the next pod. */
  readonly intent: { readonly kind: string };
}

export function injectorConfigurationRefs(facts: InjectedFacts): ObjectRef[] {
  const { injector } = facts.world.controlPlane;
  const names = injector?.configurations ?? [];
  return names.map(name => webhookRef(facts, name));
}

/** Undefined where the injector answers, or where that is not known. */
export function outageOf(facts: InjectedFacts): Outage | undefined {
  const { injector } = facts.world.controlPlane;
  if (injector?.availability !== 'unavailable') return undefined;
  const { title, component } = injector;
  return { title, component, evidence: injectorConfigurationRefs(facts) };
}
