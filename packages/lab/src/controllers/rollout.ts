/** How a Deployment may move while it is updated; absolute numbers of pods. */
export interface RolloutLimits {
  maxSurge: number;
  maxUnavailable: number;
}

/** A number, or a percentage of `total`, which rounds up for surge and down for unavailability. */
function resolve(
  value: number | string | undefined,
  total: number,
  round: (n: number) => number,
): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value ?? '25%');
  return percent ? round((Number(percent[1]) * total) / 100) : 0;
}

export function rolloutLimits(
  rolling:
    | { maxSurge?: number | string; maxUnavailable?: number | string }
    | undefined,
  replicas: number,
): RolloutLimits {
  const maxSurge = resolve(rolling?.maxSurge, replicas, Math.ceil);
  const maxUnavailable = resolve(rolling?.maxUnavailable, replicas, Math.floor);
  // Both zero would stand still for ever; the real controller allows one unavailable pod then.
  return maxSurge === 0 && maxUnavailable === 0
    ? { maxSurge, maxUnavailable: 1 }
    : { maxSurge, maxUnavailable };
}

/** One ReplicaSet as the plan sees it. */
export interface SetSize {
  /** Replicas asked for. */
  wanted: number;
  available: number;
}

/**
 * The next sizes of a rolling update: the new set grows as far as the surge allows, the old ones shrink as
 * far as availability allows, unhealthy pods first. Follows the Deployment controller of Kubernetes 1.36.
 */
export function planRollout(options: {
  replicas: number;
  limits: RolloutLimits;
  current: SetSize;
  /** Oldest first. */
  previous: readonly SetSize[];
}): { current: number; previous: number[] } {
  const { replicas, limits, current, previous } = options;
  const total =
    current.wanted + previous.reduce((sum, set) => sum + set.wanted, 0);
  const room = Math.max(0, replicas + limits.maxSurge - total);
  const grown =
    current.wanted > replicas
      ? replicas
      : Math.min(replicas, current.wanted + room);
  return { current: grown, previous: shrink(options, grown) };
}

function shrink(
  { replicas, limits, current, previous }: Parameters<typeof planRollout>[0],
  grown: number,
): number[] {
  const sizes = previous.map(set => set.wanted);
  const total = grown + sizes.reduce((sum, size) => sum + size, 0);
  const minAvailable = replicas - limits.maxUnavailable;
  const newUnavailable = grown - Math.min(current.available, grown);
  let budget = total - minAvailable - newUnavailable;
  // What the sets report lags behind what was asked of them, so availability alone would let too many go.
  if (budget <= 0) return sizes;
  previous.forEach((set, i) => {
    const unhealthy = Math.min(
      Math.max(0, budget),
      Math.max(0, set.wanted - set.available),
    );
    sizes[i] -= unhealthy;
    budget -= unhealthy;
  });
  const available =
    current.available + previous.reduce((sum, set) => sum + set.available, 0);
  let spare = Math.max(0, available - minAvailable);
  previous.forEach((_set, i) => {
    const less = Math.min(spare, sizes[i]);
    sizes[i] -= less;
    spare -= less;
  });
  return sizes;
}
