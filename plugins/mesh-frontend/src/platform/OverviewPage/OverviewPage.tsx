import { Link } from '@backstage/core-components';
import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  MAX_PAGE_SIZE,
  type MeshClient,
  type MeshResponse,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { meshApiRef } from '../../api/meshApiRef';
import { AttentionList } from '../../components/attention/AttentionList';
import { LiveContent } from '../../components/LiveContent';
import { Section } from '../../components/Section';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { servicesRouteRef } from '../../routes';
import { meshTranslationRef } from '../../translation';
import { attentionItems, NEEDY_STATES } from '../../view/attention';
import { InsteadOfPlatform } from '../InsteadOfPlatform';
import { ClusterMatrix } from './ClusterMatrix';

/** Services that are asked for; the rest is one link away. */
const MOST_SERVICES = 15;

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

/** Which mesh runs where and how it is doing; below, what needs somebody today. */
export function OverviewPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const live = useLiveAnswer('mesh:overview', signal =>
    askOverview(mesh, signal),
  );
  return (
    <LiveContent
      live={live}
      loading={t('overview.loading')}
      instead={<InsteadOfPlatform />}
    >
      {({ sets, items, clusters, needy }) => (
        <>
          <Section title={t('overview.matrix')}>
            <ClusterMatrix sets={sets} clusters={items} />
          </Section>
          <Section title={t('overview.attention')}>
            <AttentionList
              items={attentionItems(items, needy.items)}
              clusters={clusters}
              nothing={t('overview.nothing')}
            />
            <MoreServices count={needy.total - needy.items.length} />
          </Section>
        </>
      )}
    </LiveContent>
  );
}
