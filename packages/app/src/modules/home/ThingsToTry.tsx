import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useId } from 'react';

interface Thing {
  readonly to: string;
  readonly text: string;
  /** To paste into a terminal; its effect shows on the page. */
  readonly command?: string;
}

const PARTLY_ENROLLED: Thing = {
  to: '/catalog/default/component/checkout-api',
  text: 'See why checkout-api is only partly in the mesh',
};

const FIX: Thing = {
  to: '/catalog/default/component/order-processor',
  text: 'Enrol order-processor with one command',
};

const CALLERS: Thing = {
  to: '/catalog/default/component/inventory-service/mesh/dependencies',
  text: 'Who calls inventory-service?',
};

const HANG: Thing = {
  to: '/mesh/clusters/gcp-gke',
  text: 'Hang a cluster:',
  command: 'npm run lab -- hang gcp-gke',
};

const BURST: Thing = {
  to: '/catalog/default/component/checkout-api/mesh/metrics',
  text: 'Watch checkout-api while inventory-service fails:',
  command: 'npm run lab -- burst gcp-gke orders/inventory-service',
};

const STAGING: Thing = {
  to: '/mesh/services?set=staging&state=misconfigured',
  text: 'Look at what is broken in staging only',
};

const OVERVIEW: Thing = { to: '/mesh', text: 'See who runs which mesh where' };

/** What the simulated company has to show, each with where to see it. */
function things(hasMetrics: boolean): readonly Thing[] {
  return hasMetrics
    ? [PARTLY_ENROLLED, FIX, CALLERS, HANG, BURST]
    : [PARTLY_ENROLLED, FIX, HANG, STAGING, OVERVIEW];
}

/** Where to begin in a portal that one has just started. */
export function ThingsToTry({ hasMetrics }: { hasMetrics: boolean }) {
  const id = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={id}
      sx={{ px: 2, py: 1.5, minWidth: 0, flex: '2 1 20rem' }}
    >
      <Typography id={id} variant="h6" component="h2" sx={{ m: 0, mb: 1 }}>
        Five things to try
      </Typography>
      <Box
        component="ol"
        sx={{ m: 0, pl: 2.5, display: 'grid', gap: 0.5, typography: 'body2' }}
      >
        {things(hasMetrics).map(({ to, text, command }) => (
          <li key={to}>
            <Link to={to}>{text}</Link>{' '}
            {command && (
              <Box
                component="code"
                sx={{ fontSize: '0.75rem', overflowWrap: 'anywhere' }}
              >
                {command}
              </Box>
            )}
          </li>
        ))}
      </Box>
    </Paper>
  );
}
