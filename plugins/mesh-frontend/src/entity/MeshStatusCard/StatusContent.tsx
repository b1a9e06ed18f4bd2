import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EntityMesh } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { ClusterNotes } from '../../components/ClusterNotes';
import { HiddenCount } from '../../components/HiddenCount';
import { HiddenInstances } from '../../components/HiddenInstances';
import { MeshText } from '../../components/MeshText';
import { OpenRequests } from '../../requests/OpenRequests';
import { RequestRestart } from '../../requests/RequestRestart';
import { restartForm } from '../../requests/restartForm';
import { meshTranslationRef } from '../../translation';
import {
  worstLine,
  type ClusterLine,
  type SetBlock,
} from '../../view/clusterLines';
import { freshness } from '../../view/freshness';
import { ChangeAnnouncer } from './ChangeAnnouncer';
import { CheckItYourselfDialog } from './CheckItYourselfDialog';
import { ClusterSetBlock } from './ClusterSetBlock';
import { WorstReason } from './WorstReason';

/** Why a system has services, which are those of its parts. */
function WhoseServices({ answer }: { answer: EntityMesh }) {
  if (answer.matchedBy !== 'parts') return null;
  return (
    <Typography variant="body2" color="text.secondary">
      <MeshText text={answer.lookedFor} />
    </Typography>
  );
}

function Actions(props: {
  worst?: ClusterLine;
  restart: ReturnType<typeof restartForm>;
  onShowHow(line: ClusterLine): void;
  onCheck(): void;
}) {
  const { worst, restart, onShowHow, onCheck } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {worst && (
        <Button
          variant="contained"
          size="small"
          onClick={() => onShowHow(worst)}
        >
          {worst.reasons.some(reason => reason.fix)
            ? t('card.showHow')
            : t('card.showWhy')}
        </Button>
      )}
      <RequestRestart form={restart} />
      <Button variant="outlined" size="small" onClick={onCheck}>
        {t('card.checkItYourself')}
      </Button>
    </Box>
  );
}

/** What is known: a block per cluster set, the worst sentence, how to check it. */
export function StatusContent(props: {
  answer: EntityMesh;
  blocks: readonly SetBlock[];
  onShowHow(line: ClusterLine): void;
}) {
  const { answer, blocks, onShowHow } = props;
  const [checking, setChecking] = useState(false);
  const lines = blocks.flatMap(block => block.lines);
  const worst = worstLine(blocks);
  const restart = worst && restartForm(worst.reasons);
  return (
    <>
      <WhoseServices answer={answer} />
      {blocks.map(block => (
        <ClusterSetBlock
          key={block.set.name}
          block={block}
          clusters={answer.clusters}
          onShowHow={onShowHow}
        />
      ))}
      <ChangeAnnouncer lines={lines} />
      <ClusterNotes notes={freshness(answer).notes} />
      <HiddenCount count={answer.hidden} />
      <HiddenInstances services={answer.services} />
      <Divider />
      {worst && <WorstReason line={worst} />}
      {restart && worst && (
        <OpenRequests
          cluster={worst.cluster.name}
          namespace={restart.namespace}
        />
      )}
      <Actions
        {...{ worst, restart, onShowHow }}
        onCheck={() => setChecking(true)}
      />
      <CheckItYourselfDialog
        open={checking}
        lines={lines}
        onClose={() => setChecking(false)}
      />
    </>
  );
}
