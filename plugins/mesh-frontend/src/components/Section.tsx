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
      sx={{
        px: 2,
        py: 1.5,
        minWidth: 0,
        height: '100%',
        boxSizing: 'border-box',
      }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 2,
          mb: 0.5,
        }}
      >
        <Heading id={id}>{props.title}</Heading>
        {props.aside}
      </Box>
      <BelowHeading>{props.children}</BelowHeading>
    </Paper>
  );
}
