import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { SimulatedClustersBar } from './SimulatedClustersBar';
import { ThingsToTry } from './ThingsToTry';

/** Beside what there is to try; everything else is as wide as the page. */
const HALF_WIDTH = 'home-page-widget:mesh/clusters';

/**
 * The mesh widgets, all of them on the first screenful. Other plugins bring widgets too
 * (jokes, clocks, a search field), which would push what needs the reader off it.
 */
export function HomeLayout({ widgets }: HomePageLayoutProps) {
  const config = useApi(configApiRef);
  const simulated =
    config.getOptionalBoolean('app.meshport.simulatedClusters') ?? false;
  const hasMetrics = config.has('mesh.metrics.stores');
  const shown = widgets.filter(
    widget => widget.node.spec.plugin?.pluginId === 'mesh',
  );
  return (
    <main>
      {simulated && <SimulatedClustersBar hasMetrics={hasMetrics} />}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1.25,
          maxWidth: 1920,
          px: { xs: 2, sm: 3 },
          py: 1,
        }}
      >
        <Typography
          variant="h5"
          component="h1"
          sx={{ m: 0, flexBasis: '100%' }}
        >
          {config.getOptionalString('app.title') ?? 'Home'}
        </Typography>
        {shown.map(({ node, component }) => (
          <Box
            key={node.spec.id}
            sx={{
              minWidth: 0,
              flex:
                simulated && node.spec.id === HALF_WIDTH
                  ? '3 1 28rem'
                  : '1 1 100%',
              '&:empty': { display: 'none' },
            }}
          >
            {component}
          </Box>
        ))}
        {simulated && <ThingsToTry hasMetrics={hasMetrics} />}
      </Box>
    </main>
  );
}
