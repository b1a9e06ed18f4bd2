import Box from '@mui/material/Box';
import { Fragment, type ReactNode } from 'react';

/** Names and values; facts without a value are left out. */
export function FactList(props: {
  facts: readonly (readonly [name: ReactNode, value: ReactNode])[];
}) {
  const known = props.facts.filter(
    ([, value]) => Boolean(value) || value === 0,
  );
  return (
    <Box
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(8rem, 14rem) 1fr' },
        columnGap: 2,
        rowGap: { xs: 0, sm: 0.75 },
        m: 0,
        typography: 'body2',
      }}
    >
      {known.map(([name, value], index) => (
        // Facts have no identity but their place.
        <Fragment key={index}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {name}
          </Box>
          <Box
            component="dd"
            sx={{ m: 0, mb: { xs: 1, sm: 0 }, overflowWrap: 'anywhere' }}
          >
            {value}
          </Box>
        </Fragment>
      ))}
    </Box>
  );
}
