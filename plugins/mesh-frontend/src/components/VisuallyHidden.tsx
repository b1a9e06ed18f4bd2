import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** Said by screen readers, not drawn. `live` announces changes politely. */
export function VisuallyHidden(props: { children: ReactNode; live?: boolean }) {
  return (
    <Box
      component="span"
      role={props.live ? 'status' : undefined}
      sx={{
        position: 'absolute',
        width: '1px',
        height: '1px',
        overflow: 'hidden',
        clipPath: 'inset(50%)',
        whiteSpace: 'nowrap',
      }}
    >
      {props.children}
    </Box>
  );
}
