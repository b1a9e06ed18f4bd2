/** Where `kubectl rollout restart` writes the time of a restart, too. */
export const restartedAtPath = [
  'spec',
  'template',
  'metadata',
  'annotations',
  'kubectl.kubernetes.io/restartedAt',
] as const;
