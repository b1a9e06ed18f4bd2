import { type KnownReason, text } from '@meshport/plugin-mesh-common';
import type { Workload } from '@meshport/plugin-mesh-node';
import { noPodsId } from '../../model/noPods';
import type { Availability } from './webhooks';

/** What would become of the next pod of a workload that runs none. */
export type NextPod = Parameters<typeof noPodsId>[1];

export interface NextPodOptions {
  readonly nextPod: NextPod;
  /**
   * What names the injector that the next pod waits for: variant of the sentence, and
   * its parameters.
   */
  readonly injector?: {
    readonly variant?: string;
    readonly params: Readonly<Record<string, string>>;
  };
}

/** Nothing is running: what the next pod would be. */
export function noPods(
  workload: Workload,
  { nextPod, injector }: NextPodOptions,
): KnownReason {
  const isOver = workload.ref.kind === 'Job';
  const count = workload.replicas ?? 0;
  const id = noPodsId(workload, isOver ? 'not-known' : nextPod);
  return {
    code: 'no-pods',
    text: text(injector?.variant ? `${id}.${injector.variant}` : id, {
      ...(count > 0 ? { count } : {}),
      ...injector?.params,
    }),
    evidence: [workload.ref],
  };
}

/** Is it the injector that the next pod waits for? A Job that ran has no next one. */
export function waitsForInjector({ ref }: Workload, nextPod: NextPod): boolean {
  return (
    ref.kind !== 'Job' &&
    (nextPod === 'cannot-start' || nextPod === 'would-lack-proxy')
  );
}

export interface NextPodFacts {
  /** The mesh would add a proxy, or the template brings it. */
  readonly enrols: boolean;
  /** The proxy would come from the injector. */
  readonly injects: boolean;
  /** Whether the injector that the API server asks about the pod can answer. */
  readonly availability: Availability;
  /** The API server refuses the pod while the injector does not answer. */
  readonly isNeeded: boolean;
}

/** What the next pod would be, with the injector as it is now. */
export function nextPodOf(facts: NextPodFacts): NextPod {
  const { enrols, injects, availability, isNeeded } = facts;
  if (availability === 'unknown') return 'not-known';
  if (availability === 'unavailable' && isNeeded) return 'cannot-start';
  if (availability === 'unavailable' && injects) return 'would-lack-proxy';
  return enrols ? 'would-enrol' : 'would-not-enrol';
}
