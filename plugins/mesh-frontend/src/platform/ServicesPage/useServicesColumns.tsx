import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSet,
  ClusterSummary,
  ServiceSummary,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { MeshText } from '../../components/MeshText';
import { Owners } from '../../components/Owners';
import { StatusBadge } from '../../components/StatusBadge';
import type { Column } from '../../components/table/Column';
import { useMeshSentence } from '../../hooks/useMeshText';
import { serviceRouteRef } from '../../routes';
import { meshTranslationRef } from '../../translation';
import { compareStates } from '../../view/membershipOrder';
import { displayNameOf, meshName } from '../../view/names';
import { useTrafficColumns } from './useTrafficColumns';

function ServiceLink({ service }: { service: ServiceSummary }) {
  const { set, namespace, name } = service;
  const route = useRouteRef(serviceRouteRef);
  return route ? (
    <Link to={route({ set, namespace, name })}>{name}</Link>
  ) : (
    <>{service.name}</>
  );
}

/** How many lines a cell has at most; a service can be in fifty clusters. */
const SHOWN_PLACES = 3;

/** A line per cluster and mesh, the worst first: where it is, and how many of its pods are in. */
function Places(props: {
  service: ServiceSummary;
  clusters: readonly ClusterSummary[];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const places = [...props.service.clusters].sort((a, b) =>
    compareStates(a.state, b.state),
  );
  const shown = places.slice(0, SHOWN_PLACES);
  const more = places.length - shown.length;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {shown.map(({ cluster, mesh, enrolled, total }) => (
        <Box
          component="li"
          key={`${cluster}/${mesh}`}
          sx={{ minWidth: '9rem' }}
        >
          {displayNameOf(props.clusters, cluster)}
          {mesh && `, ${meshName(mesh)}`} {enrolled}/{total}
        </Box>
      ))}
      {more > 0 && (
        <Box component="li" sx={{ color: 'text.secondary' }}>
          {t('servicesPage.morePlaces', { count: more })}
        </Box>
      )}
    </Box>
  );
}

/** The same on one line, with the state in each of them. */
function usePlacesText(
  clusters: readonly ClusterSummary[],
): (service: ServiceSummary) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return service =>
    service.clusters
      .map(({ cluster, mesh, state, enrolled, total }) =>
        [
          displayNameOf(clusters, cluster),
          ...(mesh ? [meshName(mesh)] : []),
          `${t(`state.${state}`)} ${enrolled}/${total}`,
        ].join(', '),
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
      minWidth: '8rem',
      render: service => <ServiceLink service={service} />,
      text: ({ name }) => name,
    },
    {
      id: 'namespace',
      title: t('servicesPage.namespace'),
      sort: 'namespace',
      minWidth: '7rem',
      render: ({ namespace }) => namespace,
      text: ({ namespace }) => namespace,
    },
    {
      id: 'set',
      title: t('servicesPage.set'),
      sort: 'set',
      render: ({ set }) => titleOf(set),
      text: ({ set }) => titleOf(set),
    },
  ];
  const [state, ...rest] = useStateColumns(places.clusters);
  return [...naming, state, ...useTrafficColumns(), ...rest];
}

function useStateColumns(
  clusters: readonly ClusterSummary[],
): readonly Column<ServiceSummary>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const sentence = useMeshSentence();
  const placesText = usePlacesText(clusters);
  return [
    {
      id: 'state',
      title: t('servicesPage.state'),
      sort: 'state',
      render: ({ state }) => <StatusBadge state={state} />,
      text: ({ state }) => t(`state.${state}`),
      code: ({ state }) => state,
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
      render: ({ owners }) => <Owners owners={owners} />,
      text: ({ owners }) => owners.join('; '),
    },
    {
      id: 'needs',
      title: t('servicesPage.needs'),
      minWidth: '12rem',
      render: ({ needs }) =>
        needs ? <MeshText text={needs.fix ?? needs.text} /> : null,
      text: ({ needs }) => (needs ? sentence(needs.fix ?? needs.text) : ''),
      code: ({ needs }) => needs?.code ?? '',
    },
  ];
}
