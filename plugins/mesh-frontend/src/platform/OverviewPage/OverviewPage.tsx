import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  MAX_PAGE_SIZE,
  type MeshClient,
  type MeshResponse,
} from '@meshport/plugin-mesh-common';
import Skeleton from '@mui/material/Skeleton';
import { meshApiRef } from '../../api/meshApiRef';
import { AnswerError } from '../../components/AnswerError';
import { PlatformContent } from '../../components/PlatformContent';
import { Section } from '../../components/Section';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { attentionItems } from '../../view/attention';
import { AttentionList } from './AttentionList';
import { ClusterMatrix } from './ClusterMatrix';

/** States in which a service may need somebody. */
const NEEDY = [
  'misconfigured',
  'pending-restart',
  'partial',
  'unknown',
] as const;

/** Services that are asked for; the rest is one link away. */
const MOST_SERVICES = 20;

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
          query: { state: [...NEEDY], sort: 'state', limit: MOST_SERVICES },
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

function Loading() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <div aria-busy="true">
      <VisuallyHidden live>{t('overview.loading')}</VisuallyHidden>
      {['first', 'second', 'third', 'fourth'].map(row => (
        <Skeleton key={row} height={44} />
      ))}
    </div>
  );
}

/** Which mesh runs where and how it is doing; below, what needs somebody today. */
export function OverviewPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const live = useLiveAnswer('mesh:overview', signal =>
    askOverview(mesh, signal),
  );
  const { answer, error, checkedAt, retry } = live;
  return (
    <PlatformContent live={live}>
      {error && (
        <AnswerError error={error} lastAnswerAt={checkedAt} retry={retry} />
      )}
      {!answer && !error && <Loading />}
      {answer && (
        <>
          <Section title={t('overview.matrix')}>
            <ClusterMatrix sets={answer.sets} clusters={answer.items} />
          </Section>
          <Section title={t('overview.attention')}>
            <AttentionList
              items={attentionItems(answer.items, answer.needy.items)}
              clusters={answer.clusters}
              more={answer.needy.total - answer.needy.items.length}
            />
          </Section>
        </>
      )}
    </PlatformContent>
  );
}
