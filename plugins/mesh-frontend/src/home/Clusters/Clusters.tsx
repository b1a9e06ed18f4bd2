import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  MAX_PAGE_SIZE,
  MeshApiError,
  type Cluster,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { meshApiRef } from '../../api/meshApiRef';
import { AnswerError } from '../../components/AnswerError';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import { HealthBadge } from '../../components/HealthBadge';
import { LINKED_ROW, RowLink } from '../../components/RowLink';
import { Section } from '../../components/Section';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { clusterRouteRef } from '../../routes';
import { meshTranslationRef } from '../../translation';
import { worstHealth } from '../../view/clusterHealth';

/** Clusters are the platform's matter: whoever may not see them is shown nothing. */
function isNotMine(error: Error | undefined): boolean {
  return (
    error instanceof MeshApiError &&
    (error.status === 403 || error.status === 404)
  );
}

function Tile({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const clusterRoute = useRouteRef(clusterRouteRef);
  const { name, displayName, status } = cluster;
  const health = worstHealth(cluster);
  return (
    <Paper
      component="li"
      variant="outlined"
      sx={{
        ...LINKED_ROW,
        px: 1,
        py: 0.25,
        display: 'flex',
        alignItems: 'center',
        gap: 0.75,
        typography: 'body2',
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      {clusterRoute ? (
        <RowLink to={clusterRoute({ cluster: name })}>{displayName}</RowLink>
      ) : (
        displayName
      )}
      {status !== 'live' && <ClusterStatusBadge status={status} />}
      {status === 'live' &&
        (health ? <HealthBadge health={health} /> : t('clusters.noMesh'))}
    </Paper>
  );
}

/** Home page widget: every cluster with its worst word; not there for who may not see them. */
export function Clusters() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const { answer, error, checkedAt, retry } = useLiveAnswer(
    'mesh:clusters:home',
    signal =>
      mesh.listClusters(
        { params: {}, query: { limit: MAX_PAGE_SIZE } },
        { signal },
      ),
  );
  if (isNotMine(error) || (!answer && !error)) return <></>;
  return (
    <Section title={t('clusters.title')}>
      {error && (
        <AnswerError {...{ error, retry }} lastAnswerAt={answer && checkedAt} />
      )}
      {answer?.items.length === 0 && t('clusters.emptyNext')}
      <Box
        component="ul"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1,
          listStyle: 'none',
          m: 0,
          p: 0,
        }}
      >
        {answer?.items.map(cluster => (
          <Tile key={cluster.name} cluster={cluster} />
        ))}
      </Box>
    </Section>
  );
}
