import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ANNOTATION_SERVICES,
  type EntityMesh,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ClusterNotes } from '../../components/ClusterNotes';
import { CommandBlock } from '../../components/CommandBlock';
import { HiddenCount } from '../../components/HiddenCount';
import { MeshText } from '../../components/MeshText';
import { meshTranslationRef } from '../../translation';
import { freshness } from '../../view/freshness';

/** The annotation as it is, or as it could be. */
function annotationOf({ lookedFor }: EntityMesh): string {
  const services = lookedFor.params.services ?? 'my-namespace/my-service';
  return `metadata:
  annotations:
    ${ANNOTATION_SERVICES}: ${services}`;
}

/** Whoever named the service already need not be told to. */
function nextStep({ matchedBy, lookedFor }: EntityMesh) {
  if (matchedBy === 'parts') return 'empty.nextOfParts';
  return lookedFor.id === 'lookedFor.services'
    ? 'empty.nextNamed'
    : 'empty.next';
}

/** A system has no annotations of its own to look for. */
function LookedFor({ answer }: { answer: EntityMesh }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const hasNoParts =
    answer.matchedBy === 'parts' && answer.lookedFor.params.count === 0;
  return hasNoParts ? (
    <>{t('empty.noParts')}</>
  ) : (
    <MeshText text={answer.lookedFor} />
  );
}

/** What was looked for, where, and which annotation makes the service appear. */
export function NothingFound({ answer }: { answer: EntityMesh }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { notes } = freshness(answer);
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Typography variant="subtitle1" component="p">
        {t('empty.title')}
      </Typography>
      <Typography variant="body2">
        <LookedFor answer={answer} /> {notes.length > 0 && t('empty.unread')}
      </Typography>
      <ClusterNotes notes={notes} />
      <HiddenCount count={answer.hidden} />
      <Typography variant="body2">{t(nextStep(answer))}</Typography>
      <CommandBlock text={annotationOf(answer)} what={ANNOTATION_SERVICES} />
    </Box>
  );
}
