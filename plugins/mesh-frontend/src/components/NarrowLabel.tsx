import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** Where there is no room for columns, each row of a table is a block of its own. */
export const NARROW_TABLE = '@container (max-width: 640px)';

/** For a table inside a container of type `inline-size`. */
export const NARROW_TABLE_LAYOUT = {
  // Backstage's theme breaks words anywhere; states and numbers stay whole.
  '& th, & td': {
    lineHeight: 1.43,
    px: 1.25,
    wordBreak: 'normal',
    overflowWrap: 'break-word',
  },
  [NARROW_TABLE]: {
    '& thead': { display: 'none' },
    '&, & tbody, & tr': { display: 'block' },
    '& tr > *': { display: 'block', border: 0, py: 0.5, textAlign: 'left' },
    '& tbody tr': { borderBottom: 1, borderColor: 'divider', py: 0.5 },
  },
} as const;

/** The column's title, where the table is too narrow to have columns. */
export function NarrowLabel({ children }: { children: ReactNode }) {
  return (
    <Box
      component="span"
      sx={{
        display: 'none',
        [NARROW_TABLE]: {
          display: 'block',
          color: 'text.secondary',
          typography: 'caption',
        },
      }}
    >
      {children}
    </Box>
  );
}
