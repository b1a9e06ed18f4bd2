import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type {
  ClusterSet,
  ClusterSummary,
  ServiceSummary,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { MeshText } from '../../components/MeshText';
import { StatusBadge } from '../../components/StatusBadge';
import type { Column } from '../../components/table/Column';
import { meshTranslationRef } from '../../translation';
import { displayNameOf } from '../../view/names';

function ServiceLink({ service }: { service: ServiceSummary }) {
  const entityRoute = useRouteRef(entityRouteRef);
  const [entityRef] = service.entityRefs;
  return entityRef && entityRoute ? (
    <Link to={entityRoute(parseEntityRef(entityRef))}>{service.name}</Link>
  ) : (
    <>{service.name}</>
  );
}

/** A line per cluster and mesh: where it is, and how many of its pods are in. */
function Places(props: {
  service: ServiceSummary;
  clusters: readonly ClusterSummary[];
}) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {props.service.clusters.map(({ cluster, mesh, enrolled, total }) => (
        <li key={`${cluster}/${mesh}`}>
          {displayNameOf(props.clusters, cluster)} {enrolled}/{total}
        </li>
      ))}
    </Box>
  );
}

/** Of an entity ref, what people call it. */
function shortRef(ref: string): string {
  return parseEntityRef(ref).name;
}

function placesText({ clusters }: ServiceSummary): string {
  return clusters
    .map(
      ({ cluster, mesh, state, enrolled, total }) =>
        `${cluster} ${mesh || '-'} ${state} ${enrolled}/${total}`,
    )
    .join('; ');
}

/** The columns of the list of services; `clusters` and `sets` are those of the answer. */
export function useServicesColumns(places: {
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
}): readonly Column<ServiceSummary>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const titleOf = (name: string) =>
    places.sets.find(set => set.name === name)?.title ?? name;
  const naming: Column<ServiceSummary>[] = [
    {
      id: 'service',
      title: t('servicesPage.service'),
      sort: 'name',
      isName: true,
      render: service => <ServiceLink service={service} />,
      text: ({ name }) => name,
    },
    {
      id: 'namespace',
      title: t('servicesPage.namespace'),
      sort: 'namespace',
      render: ({ namespace }) => namespace,
      text: ({ namespace }) => namespace,
    },
    {
      id: 'set',
      title: t('servicesPage.set'),
      sort: 'set',
      render: ({ set }) => titleOf(set),
      text: ({ set }) => set,
    },
  ];
  return [...naming, ...useStateColumns(places.clusters)];
}

function useStateColumns(
  clusters: readonly ClusterSummary[],
): readonly Column<ServiceSummary>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  return [
    {
      id: 'state',
      title: t('servicesPage.state'),
      sort: 'state',
      render: ({ state }) => <StatusBadge state={state} />,
      text: ({ state }) => state,
    },
    {
      id: 'where',
      title: t('servicesPage.where'),
      sort: 'clusters',
      render: service => <Places service={service} clusters={clusters} />,
      text: placesText,
    },
    {
      id: 'owners',
      title: t('servicesPage.owners'),
      sort: 'owner',
      render: ({ owners }) =>
        owners.map(shortRef).join(', ') || t('servicesPage.nobody'),
      text: ({ owners }) => owners.join('; '),
    },
    {
      id: 'needs',
      title: t('servicesPage.needs'),
      minWidth: '16rem',
      render: ({ needs }) =>
        needs ? <MeshText text={needs.fix ?? needs.text} /> : null,
      text: ({ needs }) => needs?.text.message ?? '',
    },
  ];
}
