import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useId, useState } from 'react';

/** Says that the clusters are not real, and what is. */
export function SimulatedClustersBar({ hasMetrics }: { hasMetrics: boolean }) {
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  return (
    <Alert severity="info" icon={false} square sx={{ py: 0 }}>
      Simulated clusters, real protocols. Everything you see can be checked with{' '}
      {hasMetrics ? 'kubectl and PromQL.' : 'kubectl.'}{' '}
      <Link
        component="button"
        type="button"
        variant="body2"
        color="inherit"
        underline="always"
        aria-expanded={open}
        aria-controls={detailsId}
        onClick={() => setOpen(!open)}
        sx={{ verticalAlign: 'baseline' }}
      >
        What is this?
      </Link>
      <Box id={detailsId} hidden={!open} sx={{ mt: 0.5, maxWidth: '75ch' }}>
        This portal runs on clusters that live in a process on this machine.
        They speak the Kubernetes API, and small controllers do to their objects
        what real ones do, so the plugins run here as they run anywhere. The
        terminal that started the portal shows the KUBECONFIG to use with
        kubectl; what you change there shows here.
        {hasMetrics &&
          ' What calls what is simulated, too; its proxies are scraped by a real Prometheus, whose address the terminal shows.'}
      </Box>
    </Alert>
  );
}
