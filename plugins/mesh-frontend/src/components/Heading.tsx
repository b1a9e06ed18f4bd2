import Typography from '@mui/material/Typography';
import { createContext, useContext, type ReactNode } from 'react';

/** The page has the only `h1`, so what stands alone begins with `h2`. */
const HeadingLevel = createContext(2);

/** A title one level below the one around it, so that headings never skip a level. */
export function Heading(props: { id?: string; children: ReactNode }) {
  const level = useContext(HeadingLevel);
  return (
    <Typography
      id={props.id}
      variant={level === 2 ? 'h6' : 'subtitle1'}
      component={`h${Math.min(level, 6) as 2 | 3 | 4 | 5 | 6}`}
      sx={{ m: 0, fontWeight: 'fontWeightBold', overflowWrap: 'anywhere' }}
    >
      {props.children}
    </Typography>
  );
}

/** Headings in it are one level further down. */
export function BelowHeading({ children }: { children: ReactNode }) {
  const level = useContext(HeadingLevel);
  return (
    <HeadingLevel.Provider value={level + 1}>{children}</HeadingLevel.Provider>
  );
}
