/**
 * Numbers as an SVG path; gaps where nothing is known. Lines stay one unit away from the
 * edges, and what never changes runs through the middle (at the bottom, where it is 0).
 */
export function sparkPath(
  points: readonly (number | null)[],
  box: { width: number; height: number; fromZero: boolean },
): string {
  const known = points.filter(point => point !== null);
  if (known.length === 0) return '';
  const most = known.reduce((a, b) => Math.max(a, b));
  const least = box.fromZero ? 0 : known.reduce((a, b) => Math.min(a, b));
  const inner = box.height - 2;
  const y = (value: number) => {
    if (most === least) return value === 0 ? inner + 1 : box.height / 2;
    return 1 + inner * (1 - (value - least) / (most - least));
  };
  const step = points.length > 1 ? box.width / (points.length - 1) : 0;
  let isDrawing = false;
  return points
    .flatMap((point, index) => {
      if (point === null) {
        isDrawing = false;
        return [];
      }
      const command = isDrawing ? 'L' : 'M';
      isDrawing = true;
      return [`${command}${(index * step).toFixed(2)} ${y(point).toFixed(2)}`];
    })
    .join('');
}
