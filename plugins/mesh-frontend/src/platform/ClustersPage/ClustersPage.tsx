import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { MAX_PAGE_SIZE } from '@meshport/plugin-mesh-common';
import Skeleton from '@mui/material/Skeleton';
import { meshApiRef } from '../../api/meshApiRef';
import { AnswerError } from '../../components/AnswerError';
import { PlatformContent } from '../../components/PlatformContent';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { ClustersTable } from './ClustersTable';

/** All clusters: what is in them, what the meshes themselves cost there. */
export function ClustersPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const live = useLiveAnswer('mesh:clusters', signal =>
    mesh.listClusters(
      { params: {}, query: { limit: MAX_PAGE_SIZE } },
      { signal },
    ),
  );
  const { answer, error, checkedAt, retry } = live;
  return (
    <PlatformContent live={live}>
      {error && (
        <AnswerError error={error} lastAnswerAt={checkedAt} retry={retry} />
      )}
      {!answer && !error && (
        <Skeleton height={200} aria-label={t('overview.loading')} />
      )}
      {answer && <ClustersTable sets={answer.sets} clusters={answer.items} />}
    </PlatformContent>
  );
}
