import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  ServiceSummary,
} from '@meshport/plugin-mesh-common';
import LightbulbOutlinedIcon from '@mui/icons-material/LightbulbOutlined';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useServicePage } from '../../hooks/useServicePage';
import { clusterRouteRef } from '../../routes';
import { meshTranslationRef } from '../../translation';
import type { ClusterItem } from '../../view/attention';
import { displayNameOf } from '../../view/names';
import { ClusterStatusBadge } from '../ClusterStatusBadge';
import { HealthBadge } from '../HealthBadge';
import { IconWord } from '../IconWord';
import { MeshText } from '../MeshText';
import { RowLink } from '../RowLink';
import { StatusBadge } from '../StatusBadge';
import { TrafficTrouble } from '../../metrics/TrafficTrouble';

/** The rest is on the page that the row leads to. */
const TWO_LINES = {
  display: { sm: '-webkit-box' },
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: '2',
  overflow: { sm: 'hidden' },
} as const;

function Row(props: {
  state: ReactNode;
  to?: string;
  name: string;
  brief: boolean;
  children: ReactNode;
}) {
  const { state, to, name, brief, children } = props;
  return (
    <>
      <Box component="span" sx={{ flex: '0 0 9rem' }}>
        {state}
      </Box>
      <Box
        component="span"
        sx={{
          minWidth: 0,
          overflowWrap: 'anywhere',
          ...(brief ? TWO_LINES : {}),
        }}
      >
        {to ? <RowLink to={to}>{name}</RowLink> : name}
        {children}
      </Box>
    </>
  );
}

function ClusterState({ item }: { item: ClusterItem }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { cluster, health } = item;
  if (item.unread) return <ClusterStatusBadge status={cluster.status} />;
  return health && health !== 'healthy' ? (
    <HealthBadge health={health} />
  ) : (
    <IconWord Icon={LightbulbOutlinedIcon} color="aborted">
      {t('overview.advice')}
    </IconWord>
  );
}

/** A cluster that cannot be read, or what is wrong with a mesh in it. */
export function ClusterAttention(props: { item: ClusterItem; brief: boolean }) {
  const { item, brief } = props;
  const clusterRoute = useRouteRef(clusterRouteRef);
  const { cluster, text, fix } = item;
  return (
    <Row
      brief={brief}
      state={<ClusterState item={item} />}
      to={clusterRoute?.({ cluster: cluster.name })}
      name={cluster.displayName}
    >
      {': '}
      <MeshText text={text} /> {fix && <MeshText text={fix} />}
    </Row>
  );
}

/** What a service needs most; leads to its entity, or to its page where it has none. */
export function ServiceAttention(props: {
  service: ServiceSummary;
  clusters: readonly ClusterSummary[];
  brief: boolean;
}) {
  const { service, clusters, brief } = props;
  const { namespace, name, needs } = service;
  const pageOf = useServicePage();
  return (
    <Row
      brief={brief}
      state={<StatusBadge state={service.state} />}
      to={pageOf(service)}
      name={`${namespace}/${name}`}
    >
      {needs && (
        <>
          {` (${displayNameOf(clusters, needs.cluster)}): `}
          <MeshText text={needs.text} />{' '}
          {needs.fix && <MeshText text={needs.fix} />}
        </>
      )}
    </Row>
  );
}

/** A service whose requests fail, and where they begin to. */
export function TrafficAttention(props: {
  service: ServiceSummary;
  brief: boolean;
}) {
  const { service, brief } = props;
  const { namespace, name, health } = service;
  const pageOf = useServicePage();
  return (
    <Row
      brief={brief}
      state={<HealthBadge health={health} />}
      to={pageOf(service)}
      name={`${namespace}/${name}`}
    >
      {': '}
      <TrafficTrouble service={service} />
    </Row>
  );
}
