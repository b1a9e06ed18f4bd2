/**
 * From the present backwards: how far each step goes. What pages show is counted over the last five minutes, and these
 * are as fine as what is scraped from now on: where gaps differ, a rate over both does not reach the window's edges.
 */
const STEPS = [
  { until: 330_000, step: 5_000 },
  { until: 600_000, step: 15_000 },
] as const;
const COARSE = 60_000;

/** When the past is looked at, ascending, in milliseconds since the epoch: coarsely long ago, finely at its end. */
export function historySteps({
  from,
  to,
}: {
  from: number;
  to: number;
}): number[] {
  const steps: number[] = [];
  for (let at = to; at > from; at -= stepAt(to - at)) steps.push(at);
  return steps.reverse();
}

function stepAt(age: number): number {
  return STEPS.find(({ until }) => age < until)?.step ?? COARSE;
}
