import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type {
  ClusterSummary,
  ServiceSummary,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import { MeshText } from '../../components/MeshText';
import { StatusBadge } from '../../components/StatusBadge';
import {
  clusterRouteRef,
  serviceRouteRef,
  servicesRouteRef,
} from '../../routes';
import { meshTranslationRef } from '../../translation';
import type { AttentionItem } from '../../view/attention';
import { displayNameOf } from '../../view/names';

type ClusterItem = Extract<AttentionItem, { about: 'cluster' }>;

function ClusterRow({ cluster, text, fix }: ClusterItem) {
  const clusterRoute = useRouteRef(clusterRouteRef);
  return (
    <>
      <Box component="span" sx={{ minWidth: '9rem' }}>
        {cluster.status === 'live' ? null : (
          <ClusterStatusBadge status={cluster.status} />
        )}
      </Box>
      <span>
        {clusterRoute ? (
          <Link to={clusterRoute({ cluster: cluster.name })}>
            {cluster.displayName}
          </Link>
        ) : (
          cluster.displayName
        )}
        {': '}
        <MeshText text={text} /> {fix && <MeshText text={fix} />}
      </span>
    </>
  );
}

function ServiceRow(props: {
  service: ServiceSummary;
  clusters: readonly ClusterSummary[];
}) {
  const { service, clusters } = props;
  const { set, namespace, name, needs, entityRefs } = service;
  const entityRoute = useRouteRef(entityRouteRef);
  const serviceRoute = useRouteRef(serviceRouteRef);
  const [entityRef] = entityRefs;
  const to =
    entityRef && entityRoute
      ? entityRoute(parseEntityRef(entityRef))
      : serviceRoute?.({ set, namespace, name });
  return (
    <>
      <Box component="span" sx={{ minWidth: '9rem' }}>
        <StatusBadge state={service.state} />
      </Box>
      <span>
        {to ? (
          <Link to={to}>{`${namespace}/${name}`}</Link>
        ) : (
          `${namespace}/${name}`
        )}
        {needs && (
          <>
            {` (${displayNameOf(clusters, needs.cluster)}): `}
            <MeshText text={needs.text} />{' '}
            {needs.fix && <MeshText text={needs.fix} />}
          </>
        )}
      </span>
    </>
  );
}

/** What needs attention, in order, each with where it leads; `more` are not listed. */
export function AttentionList(props: {
  items: readonly AttentionItem[];
  clusters: readonly ClusterSummary[];
  more: number;
}) {
  const { items, clusters, more } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const servicesRoute = useRouteRef(servicesRouteRef);
  if (items.length === 0) {
    return <Typography variant="body2">{t('overview.nothing')}</Typography>;
  }
  return (
    <>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {items.map(item => (
          <Box
            component="li"
            key={
              item.about === 'cluster'
                ? `${item.cluster.name}:${item.text.message}`
                : `${item.service.set}/${item.service.namespace}/${item.service.name}`
            }
            sx={{
              display: 'flex',
              flexWrap: { xs: 'wrap', sm: 'nowrap' },
              columnGap: 2,
              py: 0.75,
              borderBottom: 1,
              borderColor: 'divider',
            }}
          >
            {item.about === 'cluster' ? (
              <ClusterRow {...item} />
            ) : (
              <ServiceRow service={item.service} clusters={clusters} />
            )}
          </Box>
        ))}
      </Box>
      {more > 0 && servicesRoute && (
        <Box sx={{ mt: 1 }}>
          <Link to={servicesRoute()}>
            {t('overview.more', { count: more })}
          </Link>
        </Box>
      )}
    </>
  );
}
