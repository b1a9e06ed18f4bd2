import { Link } from '@backstage/core-components';
import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  MAX_PAGE_SIZE,
  MeshApiError,
  type MeshClient,
  type MeshResponse,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { Navigate, NavigationType, useNavigationType } from 'react-router-dom';
import { meshApiRef } from '../../api/meshApiRef';
import { LiveContent } from '../../components/LiveContent';
import { Section } from '../../components/Section';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { ToDecide } from '../../requests/ToDecide';
import { servicesRouteRef } from '../../routes';
import { meshTranslationRef } from '../../translation';
import { attentionGroups, NEEDY_STATES } from '../../view/attention';
import { InsteadOfPlatform } from '../InsteadOfPlatform';
import { AttentionGroups } from './AttentionGroups';
import { ClusterMatrix } from './ClusterMatrix';

/** Services that are asked for, of all cluster sets; the rest is one link away. */
const MOST_SERVICES = 50;

type Services = MeshResponse<'listServices'>;

async function askOverview(mesh: MeshClient, signal: AbortSignal) {
  const [clusters, services] = await Promise.all([
    mesh.listClusters(
      { params: {}, query: { limit: MAX_PAGE_SIZE } },
      { signal },
    ),
    // Before the catalog has been read there are no owners, and the rest is there.
    mesh
      .listServices(
        {
          params: {},
          query: {
            state: [...NEEDY_STATES],
            sort: 'state',
            limit: MOST_SERVICES,
          },
        },
        { signal },
      )
      .catch(
        (): Pick<Services, 'items' | 'total'> => ({ items: [], total: 0 }),
      ),
  ]);
  const { items, total } = services;
  return { ...clusters, needy: { items, total } };
}

/** The rest of the services that need somebody: the list of services, so filtered. */
function MoreServices({ count }: { count: number }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const servicesRoute = useRouteRef(servicesRouteRef);
  if (count <= 0 || !servicesRoute) return null;
  const states = NEEDY_STATES.map(state => ['state', state]);
  return (
    <Box sx={{ mt: 1 }}>
      <Link to={`${servicesRoute()}?${new URLSearchParams(states)}`}>
        {t('overview.more', { count })}
      </Link>
    </Box>
  );
}

function isForbidden(error: Error | undefined): boolean {
  return error instanceof MeshApiError && error.status === 403;
}

/** Which mesh runs where and how it is doing; below, what needs somebody today. */
export function OverviewPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const servicesRoute = useRouteRef(servicesRouteRef);
  // `/mesh` replaces itself by its first tab; whoever chooses the tab is told.
  const isLanding = useNavigationType() === NavigationType.Replace;
  const live = useLiveAnswer('mesh:overview', signal =>
    askOverview(mesh, signal),
  );
  if (isLanding && isForbidden(live.error) && servicesRoute) {
    return <Navigate to={servicesRoute()} replace />;
  }
  return (
    <LiveContent
      live={live}
      loading={t('overview.loading')}
      instead={<InsteadOfPlatform />}
    >
      {({ sets, items, clusters, needy }) => (
        <>
          <ToDecide />
          <Section title={t('overview.matrix')}>
            <ClusterMatrix sets={sets} clusters={items} />
          </Section>
          <Section title={t('overview.attention')}>
            <AttentionGroups
              groups={attentionGroups(sets, items, needy.items)}
              clusters={clusters}
              haveSets={sets.length > 1}
            />
            <MoreServices count={needy.total - needy.items.length} />
          </Section>
        </>
      )}
    </LiveContent>
  );
}
