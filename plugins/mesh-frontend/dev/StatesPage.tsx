import type { Entity } from '@backstage/catalog-model';
import { Content } from '@backstage/core-components';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { MeshApiError } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, type ReactNode } from 'react';
import { SWRConfig } from 'swr';
import { meshApiRef } from '../src/api/meshApiRef';
import { GoldenMetricsCard } from '../src/entity/GoldenMetricsCard';
import { MeshContent } from '../src/entity/MeshContent';
import { MeshStatusCard } from '../src/entity/MeshStatusCard';
import { Clusters } from '../src/home/Clusters';
import { NeedsAttention } from '../src/home/NeedsAttention';
import { YourServices } from '../src/home/YourServices';
import { EXPORT_STATES } from './exportStates';
import { GOLDEN_STATES } from './goldenStates';
import { entityAnswer, platformAnswer, serviceAnswer } from './recordedAnswers';
import {
  createRecordedMeshClient,
  type Recordings,
} from './RecordedMeshClient';
import { PLATFORM_STATES } from './platformStates';
import { REQUEST_STATES } from './requestStates';

const MetricsPage = lazy(() =>
  import('../src/entity/MeshContent/MetricsPage').then(module => ({
    default: module.MetricsPage,
  })),
);

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
};

const never = () => new Promise<never>(() => {});
const outage = async () => {
  throw new MeshApiError(503, 'The mesh plugin answered 503.');
};
const denied = async () => {
  throw new MeshApiError(
    404,
    'Nothing here that you may read; it takes the permission mesh.service.read.',
  );
};

const ENTITY_STATES: readonly [string, Recordings['getEntity']][] = [
  ['loading', never],
  ['error', outage],
  ['permission missing', denied],
  ['empty', async () => entityAnswer('empty')],
  ['empty, not everything read', async () => entityAnswer('syncing')],
  ['unknown and stale', async () => entityAnswer('stale')],
  ['healthy', async () => entityAnswer('healthy')],
  ['failing', async () => entityAnswer('failing')],
  ['many clusters', async () => entityAnswer('many-clusters')],
];

const LIST_STATES: readonly [string, Recordings['listServices']][] = [
  ['loading', never],
  ['error', outage],
  ['empty', async () => serviceAnswer('no-services')],
  ['own services', async () => serviceAnswer('own-services')],
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

function Columns(props: { width: string; children: ReactNode }) {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 3,
        gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${props.width}), 1fr))`,
      }}
    >
      {props.children}
    </Box>
  );
}

function HomeStates() {
  return (
    <>
      {LIST_STATES.map(([name, listServices]) => (
        <State key={name} name={`Home: ${name}`} recordings={{ listServices }}>
          <Box sx={{ display: 'grid', gap: 1 }}>
            <YourServices />
            <NeedsAttention />
          </Box>
        </State>
      ))}
      <State
        name="Home: clusters"
        recordings={{
          listClusters: async () => platformAnswer('listClusters'),
        }}
      >
        <Clusters />
      </State>
    </>
  );
}

/** Every surface in all its states, over recorded answers. */
export function StatesPage() {
  return (
    <Content>
      <EntityProvider entity={entity}>
        <Columns width="40rem">
          {ENTITY_STATES.map(([name, getEntity]) => (
            <State key={name} name={`Card: ${name}`} recordings={{ getEntity }}>
              <MeshStatusCard />
            </State>
          ))}
          {GOLDEN_STATES.map(({ name, recordings }) => (
            <State
              key={name}
              name={`Golden metrics: ${name}`}
              recordings={recordings}
            >
              <GoldenMetricsCard />
            </State>
          ))}
          <HomeStates />
        </Columns>
        <Columns width="60rem">
          {ENTITY_STATES.map(([name, getEntity]) => (
            <State key={name} name={`Tab: ${name}`} recordings={{ getEntity }}>
              <MeshContent />
            </State>
          ))}
          {GOLDEN_STATES.map(({ name, recordings }) => (
            <State key={name} name={`Metrics: ${name}`} recordings={recordings}>
              <Suspense>
                <MetricsPage />
              </Suspense>
            </State>
          ))}
          {[...PLATFORM_STATES, ...EXPORT_STATES, ...REQUEST_STATES].map(
            ({ name, recordings, page }) => (
              <State key={name} name={name} recordings={recordings}>
                {page}
              </State>
            ),
          )}
        </Columns>
      </EntityProvider>
    </Content>
  );
}
