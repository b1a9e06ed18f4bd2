import type { KnownReason } from '@meshport/plugin-mesh-common';
import { noPods as nothingRuns } from '../sidecar/nextPod';
import { isNeeded, namespaceLabels } from '../sidecar/webhooks';
import type { Facts } from './facts';
import { availabilityOf, type Injector, selectInjector } from './injectors';
import { nextPodWithoutInjector } from './misconfigurations';

/** What would become of the next pod of a workload that runs none. */
type Outcome =
  | { readonly kind: 'would-enrol' | 'would-not-enrol' | 'not-known' }
  | {
      readonly kind: 'cannot-start' | 'would-lack-proxy';
      readonly injector: Injector;
    };

function withoutOutage({ intent }: Facts): Outcome {
  const enrols = intent.kind === 'inject' || intent.kind === 'brings-proxy';
  return { kind: enrols ? 'would-enrol' : 'would-not-enrol' };
}

function outcomeOf(facts: Facts): Outcome {
  const { world, workload, intent } = facts;
  const labels = {
    namespace: namespaceLabels(workload.namespace, facts.namespace),
    pod: workload.template.metadata.labels,
  };
  // Not the intent's: the API server also asks about pods that istiod then leaves alone.
  const injector = selectInjector(world.injectors, labels);
  if (!injector) return withoutOutage(facts);
  switch (availabilityOf(world.snapshot, world.controlPlane, injector)) {
    case 'unknown':
      return { kind: 'not-known' };
    case 'unavailable':
      if (isNeeded(injector.webhooks, labels))
        return { kind: 'cannot-start', injector };
      return intent.kind === 'inject'
        ? { kind: 'would-lack-proxy', injector }
        : withoutOutage(facts);
    default:
      return withoutOutage(facts);
  }
}

/** Nothing is running: what the next pod would be, and what stands in its way. */
export function noPods(facts: Facts): readonly KnownReason[] {
  const { workload } = facts;
  const isOver = workload.ref.kind === 'Job';
  const outcome: Outcome = isOver ? { kind: 'not-known' } : outcomeOf(facts);
  const injector = 'injector' in outcome ? outcome.injector : undefined;
  const reason = nothingRuns(workload, {
    nextPod: outcome.kind,
    injector: injector && { params: { revision: injector.revision } },
  });
  return injector
    ? [reason, nextPodWithoutInjector(facts, injector)]
    : [reason];
}
