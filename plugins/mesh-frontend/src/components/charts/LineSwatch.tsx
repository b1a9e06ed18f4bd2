import Box from '@mui/material/Box';
import type { LineLook } from './lineLooks';

/** A piece of a line, beside its name. */
export function LineSwatch({ look }: { look: LineLook }) {
  return (
    <Box
      component="svg"
      aria-hidden
      viewBox="0 0 24 8"
      sx={{ width: 24, height: 8, flexShrink: 0 }}
    >
      <line
        x1="0"
        x2="24"
        y1="4"
        y2="4"
        stroke={look.color}
        strokeWidth="2.5"
        strokeDasharray={look.dashes}
      />
    </Box>
  );
}
