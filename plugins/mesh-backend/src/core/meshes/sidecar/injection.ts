import type { KnownReason } from '@meshport/plugin-mesh-common';
import { unreadableReasons } from '@meshport/plugin-mesh-node';
import { type InjectedFacts, outageOf } from './injector';
import { nextPodOf, noPods, waitsForInjector } from './nextPod';
import {
  bringBack,
  injectorUnavailable,
  nextPodWithoutInjector,
} from './outage';
import { type OutlivesOptions, podOutlivesInjection } from './reasons';
import { type Verdict, verdict } from './verdicts';
import {
  AVAILABILITY_KINDS,
  isNeeded as isAnyNeeded,
  namespaceLabels,
} from './webhooks';

/** Does the API server refuse the next pod while the injector does not answer? */
function isNeeded({ world, workload, namespace }: InjectedFacts): boolean {
  return isAnyNeeded(world.controlPlane.injector?.webhooks ?? [], {
    namespace: namespaceLabels(workload.namespace, namespace),
    pod: workload.template.metadata.labels,
  });
}

/** Nothing is running: what the next pod would be, and what stands in its way. */
export function nothingRunning(facts: InjectedFacts): readonly KnownReason[] {
  const { workload, intent, world } = facts;
  const injects = intent.kind === 'inject';
  const nextPod = nextPodOf({
    enrols: injects || intent.kind === 'brings-proxy',
    injects,
    availability: world.controlPlane.injector?.availability ?? 'available',
    isNeeded: isNeeded(facts),
  });
  const outage = waitsForInjector(workload, nextPod)
    ? outageOf(facts)
    : undefined;
  const reason = noPods(workload, {
    nextPod,
    injector: outage && {
      variant: 'injector',
      params: { injector: outage.title },
    },
  });
  return outage ? [reason, nextPodWithoutInjector(facts, outage)] : [reason];
}

/** Undefined where the injector answers, or where no pod lacks a proxy. */
export function withoutInjector(facts: InjectedFacts): Verdict | undefined {
  const { missing, world } = facts;
  const { injector } = world.controlPlane;
  if (missing.length === 0 || !injector) return undefined;
  const outage = outageOf(facts);
  if (outage) {
    return verdict('misconfigured', injectorUnavailable(facts, outage));
  }
  return injector.availability === 'unknown'
    ? verdict(
        'unknown',
        ...unreadableReasons(world.snapshot, AVAILABILITY_KINDS),
      )
    : undefined;
}

/** The proxies go at a restart, if new pods can start at all meanwhile. */
export function podOutlives(
  facts: InjectedFacts,
  variant: OutlivesOptions['variant'],
): KnownReason {
  const purpose = 'remove-proxy';
  const reason = podOutlivesInjection(facts, { variant, purpose });
  const outage = outageOf(facts);
  return outage && isNeeded(facts)
    ? { ...reason, fix: bringBack(facts, outage) }
    : reason;
}
