import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { Dependencies } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { AnswerError } from '../../components/AnswerError';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { CallList } from '../../dependencies/CallList';
import { callsOf } from '../../dependencies/callRanking';
import { CountedOver } from '../../dependencies/CountedOver';
import { HiddenEnds } from '../../dependencies/HiddenEnds';
import { StoreNotes } from '../../dependencies/StoreNotes';
import { useWindowWords } from '../../dependencies/useWindowWords';
import type { LiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';

const MAX_CALLS = 4;
const ROWS = ['first', 'second', 'third'];

const TWO_COLUMNS = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 15rem), 1fr))',
  gap: 2,
} as const;

/** As tall as a card with a few calls, so that nothing jumps. */
function LoadingCalls() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box aria-busy="true">
      <VisuallyHidden live>{t('dependencies.loading')}</VisuallyHidden>
      <Skeleton width="70%" height={28} />
      <Box sx={TWO_COLUMNS}>
        {['callers', 'callees'].map(side => (
          <Box key={side}>
            {ROWS.map(row => (
              <Skeleton key={row} height={44} />
            ))}
          </Box>
        ))}
      </Box>
    </Box>
  );
}

function NoService() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <div>
      <Typography variant="subtitle1" component="p">
        {t('dependencies.noServiceTitle')}
      </Typography>
      <Typography variant="body2">{t('dependencies.noServiceNext')}</Typography>
    </div>
  );
}

function Lists({ answer, page }: { answer: Dependencies; page?: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const windowWords = useWindowWords();
  const { focus, nodes, clusters, windowSeconds } = answer;
  const mine = new Set(focus);
  const calls = callsOf(answer);
  const clustersOfMine = new Set(
    nodes.filter(({ id }) => mine.has(id)).map(({ cluster }) => cluster),
  );
  const shared = {
    max: MAX_CALLS,
    severalMine: clustersOfMine.size > 1,
    clusters,
    more: (count: number) => {
      const words = t('dependencies.more', { count });
      return page ? <Link to={page}>{words}</Link> : words;
    },
  };
  const window = windowWords(windowSeconds);
  return (
    <Box sx={TWO_COLUMNS}>
      <CallList
        title={t('dependencies.callers')}
        other="from"
        calls={calls.filter(
          ({ to, from }) => mine.has(to.id) && !mine.has(from.id),
        )}
        empty={t('dependencies.noCallers', { window })}
        {...shared}
      />
      <CallList
        title={t('dependencies.callees')}
        other="to"
        calls={calls.filter(
          ({ from, to }) => mine.has(from.id) && !mine.has(to.id),
        )}
        empty={t('dependencies.noCallees', { window })}
        {...shared}
      />
    </Box>
  );
}

function Known({ answer, page }: { answer: Dependencies; page?: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { focus, drift, notes, nodes, at } = answer;
  if (focus.length === 0) return <NoService />;
  return (
    <>
      {/* Without any answer of a store nothing is known, not even that nobody calls. */}
      {at === undefined ? (
        notes.length === 0 && (
          <Typography variant="body2">{t('dependencies.noData')}</Typography>
        )
      ) : (
        <Lists answer={answer} page={page} />
      )}
      <StoreNotes notes={notes} />
      <HiddenEnds nodes={nodes} />
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          justifyContent: 'space-between',
          columnGap: 2,
        }}
      >
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
          {page && <Link to={page}>{t('dependencies.all')}</Link>}
          {page && drift.length > 0 && (
            <Link to={`${page}#drift`}>
              {t('dependencies.drift', { count: drift.length })}
            </Link>
          )}
        </Box>
        <CountedOver answer={answer} />
      </Box>
    </>
  );
}

/** The card over its answer: loading, failed, without a service, or what is known. */
export function DependenciesCardView(props: {
  live: LiveAnswer<Dependencies>;
  /** Address of the graph and the table, where the app has them. */
  page?: string;
}) {
  const { answer, checkedAt, error, retry } = props.live;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <EntityInfoCard title={t('dependencies.title')}>
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        {error && (
          <AnswerError error={error} lastAnswerAt={checkedAt} retry={retry} />
        )}
        {!answer && !error && <LoadingCalls />}
        {answer && <Known answer={answer} page={props.page} />}
      </Box>
    </EntityInfoCard>
  );
}
