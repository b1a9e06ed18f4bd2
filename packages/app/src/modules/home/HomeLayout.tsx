import { Content, Header, Page } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import Box from '@mui/material/Box';
import { Fragment } from 'react';
import { SimulatedClustersBar } from './SimulatedClustersBar';

/**
 * The widgets one below the other. Those that the home plugin itself brings (jokes,
 * clocks, visits) say nothing about services and stay out.
 */
export function HomeLayout({ widgets }: HomePageLayoutProps) {
  const config = useApi(configApiRef);
  const title = config.getOptionalString('app.title') ?? 'Home';
  const simulated =
    config.getOptionalBoolean('app.meshport.simulatedClusters') ?? false;
  const shown = widgets.filter(
    widget => widget.node.spec.plugin?.pluginId !== 'home',
  );
  return (
    <Page themeId="home">
      {simulated && <SimulatedClustersBar />}
      <Header title={title} pageTitleOverride="Home" />
      <Content>
        <Box sx={{ display: 'grid', gap: 3 }}>
          {shown.map(widget => (
            <Fragment key={widget.node.spec.id}>{widget.component}</Fragment>
          ))}
        </Box>
      </Content>
    </Page>
  );
}
