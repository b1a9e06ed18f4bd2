import {
  type Fix,
  type KnownReason,
  type ObjectRef,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import type { Pod } from '@meshport/plugin-mesh-node';
import { type Component, scaleUp } from './components';
import { namesOf, type SidecarFacts } from './facts';
import { restart } from './reasons';
import type { RestartPurpose } from './fixes';

/** An injector that does not answer. */
export interface Outage {
  /** How people know it: a Deployment's or a Service's name. */
  readonly title: string;
  /** Its Deployment, where that is in the cluster. */
  readonly component?: Component;
  /** Webhooks that ask it. */
  readonly evidence: readonly ObjectRef[];
}

/** For the platform team; whoever owns the workload can only wait. */
export function bringBack(
  facts: SidecarFacts,
  { title, component }: Outage,
): Fix {
  const params = { ...namesOf(facts), injector: title };
  // What runs nothing cannot be restarted by mistake.
  const variant = facts.workload.pods.length > 0 ? '' : '.no-pods';
  if (!component || component.wanted > 0) {
    return { text: text(`fix.bring-back-injector${variant}`, params) };
  }
  return {
    text: text(`fix.scale-injector${variant}`, params),
    command: scaleUp(facts.world.snapshot, component),
  };
}

/** How to replace pods; while new ones would start without a proxy, or not at all, to wait. */
export function restartOrWait(
  facts: SidecarFacts,
  pods: readonly Pod[],
  options: { readonly purpose: RestartPurpose; readonly outage?: Outage },
): Fix {
  return options.outage
    ? bringBack(facts, options.outage)
    : restart(facts, pods, options.purpose);
}

function withoutInjector(
  facts: SidecarFacts,
  outage: Outage,
  sentence: Text,
): KnownReason {
  const { component, evidence } = outage;
  return {
    code: 'injector-unavailable',
    text: sentence,
    fix: bringBack(facts, outage),
    evidence: [...evidence, ...(component ? [component.ref] : [])],
  };
}

/** Pods lack a proxy, and what would add it is not there. */
export function injectorUnavailable(
  facts: SidecarFacts,
  outage: Outage,
): KnownReason {
  const params = { count: facts.missing.length, injector: outage.title };
  return withoutInjector(
    facts,
    outage,
    text('reason.injector-unavailable.component', params),
  );
}

/** The same, where nothing runs that could lack a proxy. */
export function nextPodWithoutInjector(
  facts: SidecarFacts,
  outage: Outage,
): KnownReason {
  const params = { ...namesOf(facts), injector: outage.title };
  return withoutInjector(
    facts,
    outage,
    text('reason.injector-unavailable.component-next-pod', params),
  );
}
