import type { KnownReason } from '@meshport/plugin-mesh-common';
import {
  nextPodOf,
  noPods as nothingRuns,
  waitsForInjector,
} from '../sidecar/nextPod';
import { isNeeded, namespaceLabels } from '../sidecar/webhooks';
import type { Facts } from './facts';
import { availabilityOf, selectInjector } from './injectors';
import { nextPodWithoutInjector } from './misconfigurations';

/** Nothing is running: what the next pod would be, and what stands in its way. */
export function noPods(facts: Facts): readonly KnownReason[] {
  const { world, workload, intent } = facts;
  const labels = {
    namespace: namespaceLabels(workload.namespace, facts.namespace),
    pod: workload.template.metadata.labels,
  };
  // Not the intent's: the API server also asks about pods that istiod then leaves alone.
  const injector = selectInjector(world.injectors, labels);
  const injects = intent.kind === 'inject';
  const nextPod = nextPodOf({
    enrols: injects || intent.kind === 'brings-proxy',
    injects,
    availability: injector
      ? availabilityOf(world.snapshot, world.controlPlane, injector)
      : 'available',
    isNeeded: isNeeded(injector?.webhooks ?? [], labels),
  });
  const waitsFor = waitsForInjector(workload, nextPod) ? injector : undefined;
  const reason = nothingRuns(workload, {
    nextPod,
    injector: waitsFor && { params: { revision: waitsFor.revision } },
  });
  return waitsFor
    ? [reason, nextPodWithoutInjector(facts, waitsFor)]
    : [reason];
}
