import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useHeaderTabPanel } from '../hooks/useHeaderTabPanel';

/** What is below the header of a page about requests. */
export function RequestsFrame({ children }: { children: ReactNode }) {
  const panel = useHeaderTabPanel<HTMLElement>();
  return (
    <Box
      ref={panel}
      component="main"
      sx={{
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr)',
        alignContent: 'start',
        gap: 2,
        px: { xs: 2, sm: 3 },
        py: 2,
      }}
    >
      {children}
    </Box>
  );
}
