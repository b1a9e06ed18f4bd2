import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { useId, type ReactNode } from 'react';
import { BelowHeading, Heading } from './Heading';

/** A titled part of a page. */
export function Section(props: {
  title: ReactNode;
  /** Beside the title: a state, a link, a count. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={id}
      sx={{ p: 2, minWidth: 0, height: '100%' }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'baseline',
          columnGap: 2,
          mb: 1,
        }}
      >
        <Heading id={id}>{props.title}</Heading>
        {props.aside}
      </Box>
      <BelowHeading>{props.children}</BelowHeading>
    </Paper>
  );
}
