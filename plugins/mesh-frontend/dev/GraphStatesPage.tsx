import type { Entity } from '@backstage/catalog-model';
import { Content } from '@backstage/core-components';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { MeshApiError } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { SWRConfig } from 'swr';
import { meshApiRef } from '../src/api/meshApiRef';
import { DependenciesCard } from '../src/entity/DependenciesCard';
import { DependenciesPage } from '../src/entity/MeshContent/DependenciesPage';
import { GraphPage } from '../src/platform/GraphPage';
import { failingDependencies, largeGraph } from './graphAnswers';
import {
  createRecordedMeshClient,
  type Recordings,
} from './RecordedMeshClient';

const basket: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
};

const STATES: readonly [string, Recordings['getEntityDependencies']][] = [
  ['failing', async () => failingDependencies()],
  [
    'no calls',
    async () => ({
      ...failingDependencies(),
      ...{ nodes: [], edges: [], drift: [], verdicts: [] },
    }),
  ],
  ['loading', () => new Promise<never>(() => {})],
  [
    'error',
    async () => {
      throw new MeshApiError(503, 'The mesh plugin answered 503.');
    },
  ],
];

function State(props: {
  name: string;
  recordings: Recordings;
  children: ReactNode;
}) {
  return (
    <Box component="section" aria-label={props.name} sx={{ minWidth: 0 }}>
      <Typography variant="overline">{props.name}</Typography>
      <SWRConfig value={{ provider: () => new Map() }}>
        <TestApiProvider
          apis={[[meshApiRef, createRecordedMeshClient(props.recordings)]]}
        >
          {props.children}
        </TestApiProvider>
      </SWRConfig>
    </Box>
  );
}

/** The graph of many services: `?services=500&calls=1000`. */
export function LargeGraphPage() {
  const [search] = useSearchParams();
  const services = Number(search.get('services') ?? 500);
  const calls = Number(search.get('calls') ?? 1000);
  return (
    <State
      name="Large graph"
      recordings={{ getGraph: async () => largeGraph(services, calls) }}
    >
      <GraphPage />
    </State>
  );
}

/** Card, graph and tables of dependencies, over answers that are made up. */
export function GraphStatesPage() {
  return (
    <Content>
      <EntityProvider entity={basket}>
        <Box
          sx={{
            display: 'grid',
            gap: 3,
            gridTemplateColumns:
              'repeat(auto-fill, minmax(min(100%, 36rem), 1fr))',
          }}
        >
          {STATES.map(([name, getEntityDependencies]) => (
            <State
              key={name}
              name={`Card: ${name}`}
              recordings={{ getEntityDependencies }}
            >
              <DependenciesCard />
            </State>
          ))}
        </Box>
        <State
          name="Tab: failing"
          recordings={{
            getEntityDependencies: async () => failingDependencies(),
          }}
        >
          <DependenciesPage />
        </State>
      </EntityProvider>
    </Content>
  );
}
