/** Where objects carry metadata: their own, that of their pods, that of a CronJob's pods. */
export const METADATA_PATHS = [
  ['metadata'],
  ['spec', 'template', 'metadata'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
] as const;
