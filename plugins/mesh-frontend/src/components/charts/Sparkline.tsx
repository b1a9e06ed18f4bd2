import Box from '@mui/material/Box';
import { sparkPath } from '../../view/sparkPath';

const HEIGHT = 24;
const WIDTH = 100;

/**
 * The course of a number without axes. Decoration beside the number itself: what it
 * shows must be said in words too. Without any point it keeps its place.
 */
export function Sparkline(props: {
  points: readonly (number | null)[];
  /** Ratios begin where they differ, all else at zero. */
  fromZero: boolean;
}) {
  return (
    <Box
      component="svg"
      aria-hidden
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      sx={{
        display: 'block',
        width: '100%',
        height: HEIGHT,
        color: 'primary.main',
        overflow: 'visible',
      }}
    >
      <path
        d={sparkPath(props.points, {
          width: WIDTH,
          height: HEIGHT,
          fromZero: props.fromZero,
        })}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </Box>
  );
}
