import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';

/** A word of the trade with a one-line explanation on hover and on focus. */
export function Term(props: { meaning: string; children: ReactNode }) {
  return (
    <Tooltip title={props.meaning} describeChild>
      <Box
        component="span"
        tabIndex={0}
        sx={{
          textDecoration: 'underline dotted',
          textUnderlineOffset: '0.2em',
          cursor: 'help',
        }}
      >
        {props.children}
      </Box>
    </Tooltip>
  );
}
