import { type KnownReason, text } from '@meshport/plugin-mesh-common';
import type { Workload } from '@meshport/plugin-mesh-node';
import { noPodsId } from '../../model/noPods';

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
