import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Fragment } from 'react';
import { SimulatedClustersBar } from './SimulatedClustersBar';

/**
 * The mesh widgets one below the other. Other plugins bring widgets too (jokes, clocks,
 * a search field), which would push what needs the reader off the first screenful.
 */
export function HomeLayout({ widgets }: HomePageLayoutProps) {
  const config = useApi(configApiRef);
  const simulated =
    config.getOptionalBoolean('app.meshport.simulatedClusters') ?? false;
  const shown = widgets.filter(
    widget => widget.node.spec.plugin?.pluginId === 'mesh',
  );
  return (
    <main>
      {simulated && <SimulatedClustersBar />}
      <Box sx={{ display: 'grid', gap: 2, p: { xs: 2, sm: 3 } }}>
        <Typography variant="h4" component="h1" sx={{ m: 0 }}>
          {config.getOptionalString('app.title') ?? 'Home'}
        </Typography>
        {shown.map(widget => (
          <Fragment key={widget.node.spec.id}>{widget.component}</Fragment>
        ))}
      </Box>
    </main>
  );
}
