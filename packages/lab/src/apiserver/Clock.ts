/** Where timestamps come from; a simulated one replays weeks of history in a moment. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
