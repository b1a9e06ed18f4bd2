import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { BelowHeading } from './Heading';

/** The page of one thing below `/mesh`: its name, its state, where it is, all of it. */
export function TitledPage(props: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const { title, aside, children } = props;
  const { pathname } = useLocation();
  return (
    <BreadcrumbEntry entry={{ href: pathname, label: title }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 2,
        }}
      >
        <Typography
          variant="h5"
          component="h2"
          sx={{ m: 0, overflowWrap: 'anywhere' }}
        >
          {title}
        </Typography>
        {aside}
      </Box>
      <BelowHeading>{children}</BelowHeading>
    </BreadcrumbEntry>
  );
}
