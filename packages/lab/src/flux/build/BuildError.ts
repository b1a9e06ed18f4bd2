/** A directory that cannot be built; the message is what kustomize or Flux would say. */
export class BuildError extends Error {
  /** The reason of the Ready condition. */
  readonly reason: 'ArtifactFailed' | 'BuildFailed';

  constructor(reason: BuildError['reason'], message: string) {
    super(message);
    this.name = 'BuildError';
    this.reason = reason;
  }
}

export function buildFailed(why: string): BuildError {
  return new BuildError('BuildFailed', `kustomize build failed: ${why}`);
}
