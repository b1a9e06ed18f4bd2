const COARSE = 60_000;
const FINE = 15_000;
/** As long as the rates are counted over that pages show, and more. */
const FINE_SPAN = 600_000;

/** When the past is looked at, ascending, in milliseconds since the epoch: coarsely long ago, finely at its end. */
export function historySteps({
  from,
  to,
}: {
  from: number;
  to: number;
}): number[] {
  const steps: number[] = [];
  for (let at = to; at > from; at -= at > to - FINE_SPAN ? FINE : COARSE)
    steps.push(at);
  return steps.reverse();
}
