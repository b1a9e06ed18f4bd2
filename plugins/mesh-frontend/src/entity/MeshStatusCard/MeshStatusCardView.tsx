import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { EntityMesh } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { useState } from 'react';
import { AnswerError } from '../../components/AnswerError';
import { FreshnessNote } from '../../components/FreshnessNote';
import type { LiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { freshness } from '../../view/freshness';
import { setBlocks, type ClusterLine } from '../../view/clusterLines';
import { CardSkeleton } from './CardSkeleton';
import { NothingFound } from './NothingFound';
import { ShowHowDialog } from './ShowHowDialog';
import { StatusContent } from './StatusContent';

/** The card over one live answer: loading, failed, empty, or what is known. */
export function MeshStatusCardView(props: LiveAnswer<EntityMesh>) {
  const { answer, checkedAt, error, retry } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <EntityInfoCard
      title={t('card.title')}
      headerActions={
        answer &&
        checkedAt !== undefined && (
          <FreshnessNote
            freshness={freshness(answer)}
            checkedAt={checkedAt}
            failed={error !== undefined}
          />
        )
      }
    >
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        {error && (
          <AnswerError error={error} lastAnswerAt={checkedAt} retry={retry} />
        )}
        {!answer && !error && <CardSkeleton />}
        {answer && <Answer answer={answer} />}
      </Box>
    </EntityInfoCard>
  );
}

interface Explained {
  readonly line: ClusterLine;
  readonly open: boolean;
  /** Counts, so that every opening of the dialog starts afresh. */
  readonly opening: number;
}

/** The dialog is beside the lines: it stays open where the last of them is gone. */
function Answer({ answer }: { answer: EntityMesh }) {
  const blocks = setBlocks(answer);
  const [explained, setExplained] = useState<Explained>();
  const showHow = (line: ClusterLine) =>
    setExplained(before => ({
      line,
      open: true,
      opening: (before?.opening ?? 0) + 1,
    }));
  return (
    <>
      {blocks.length === 0 ? (
        <NothingFound answer={answer} />
      ) : (
        <StatusContent answer={answer} blocks={blocks} onShowHow={showHow} />
      )}
      {explained && (
        <ShowHowDialog
          key={explained.opening}
          open={explained.open}
          line={explained.line}
          lines={blocks.flatMap(block => block.lines)}
          sources={answer.sources}
          onClose={() => setExplained({ ...explained, open: false })}
        />
      )}
    </>
  );
}
