import type { Entity } from '@backstage/catalog-model';
import { Content, InfoCard } from '@backstage/core-components';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { MeshApiError } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { SWRConfig } from 'swr';
import { meshApiRef } from '../src/api/meshApiRef';
import { MeshStatusCard } from '../src/entity/MeshStatusCard';
import { YourServices } from '../src/home/YourServices';
import { entityAnswer, serviceAnswer } from './recordedAnswers';
import {
  createRecordedMeshClient,
  type Recordings,
} from './RecordedMeshClient';

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

const CARD_STATES: readonly [string, Recordings['getEntity']][] = [
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

/** Every surface in all its states, over recorded answers. */
export function StatesPage() {
  return (
    <Content>
      <EntityProvider entity={entity}>
        <Box
          sx={{
            display: 'grid',
            gap: 3,
            gridTemplateColumns:
              'repeat(auto-fill, minmax(min(100%, 40rem), 1fr))',
          }}
        >
          {CARD_STATES.map(([name, getEntity]) => (
            <State
              key={name}
              name={`Card Mesh: ${name}`}
              recordings={{ getEntity }}
            >
              <MeshStatusCard />
            </State>
          ))}
          {LIST_STATES.map(([name, listServices]) => (
            <State
              key={name}
              name={`Your services: ${name}`}
              recordings={{ listServices }}
            >
              <InfoCard title="Your services">
                <YourServices />
              </InfoCard>
            </State>
          ))}
        </Box>
      </EntityProvider>
    </Content>
  );
}
