import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { StandsFor } from '../../components/StandsFor';
import { meshTranslationRef } from '../../translation';
import { displayNameOf } from '../../view/names';
import type { StandIn } from '../../view/standIns';

/** Where else the service can be called: quietly, since nothing of it can be amiss. */
export function StandInList(props: {
  standIns: readonly StandIn[];
  clusters: readonly ClusterSummary[];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (props.standIns.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label={t('card.standIns')}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        color: 'text.secondary',
        typography: 'body2',
      }}
    >
      {props.standIns.map(({ instance }) => (
        <li key={`${instance.cluster}/${instance.namespace}/${instance.name}`}>
          {displayNameOf(props.clusters, instance.cluster)}:{' '}
          <StandsFor instance={instance} clusters={props.clusters} />
        </li>
      ))}
    </Box>
  );
}
