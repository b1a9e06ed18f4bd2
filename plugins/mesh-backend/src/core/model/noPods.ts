import type { Workload } from '@meshport/plugin-mesh-node';

/** Sentences by what the next pod would be: where none is wanted, and where some are. */
const SENTENCES = {
  'not-known': ['reason.no-pods', 'reason.no-pods.wanted'],
  'would-enrol': ['reason.no-pods.would-enrol', 'reason.no-pods.wanted-enrol'],
  'would-not-enrol': [
    'reason.no-pods.would-not-enrol',
    'reason.no-pods.wanted-not-enrol',
  ],
  'cannot-start': [
    'reason.no-pods.cannot-start',
    'reason.no-pods.wanted-cannot-start',
  ],
  'would-lack-proxy': [
    'reason.no-pods.would-lack-proxy',
    'reason.no-pods.wanted-lack-proxy',
  ],
} as const;

/** Id of the sentence for a workload that runs no pods; those that want some count them. */
export function noPodsId(
  { replicas = 0 }: Workload,
  nextPod: keyof typeof SENTENCES,
): string {
  const [byChoice, wanted] = SENTENCES[nextPod];
  return replicas > 0 ? wanted : byChoice;
}
