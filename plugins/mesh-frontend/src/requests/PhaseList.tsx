import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ExactChange,
  Phase,
  PlannedPhase,
} from '@meshport/plugin-mesh-common';
import { objectKey } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { BelowHeading, Heading } from '../components/Heading';
import { MeshText } from '../components/MeshText';
import { useWriterWord } from '../hooks/useWriterWord';
import { meshTranslationRef } from '../translation';
import { objectName } from '../view/names';
import { DiffView } from './DiffView';
import { PhaseStateBadge } from './RequestStateBadge';

function Change({ change }: { change: ExactChange }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const writerWord = useWriterWord();
  const { object, operation, writer, diff } = change;
  const name = objectName(object);
  return (
    <Box component="li" sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
      <Typography variant="body2">
        {t(`request.change.${operation}`, { object: name })}{' '}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {t('request.writer', { writer: writerWord(writer) })}
        </Box>
      </Typography>
      <DiffView diff={diff} label={t('request.diffOf', { object: name })} />
    </Box>
  );
}

const listLayout = {
  listStyle: 'none',
  m: 0,
  p: 0,
  display: 'grid',
  gap: 1.5,
  minWidth: 0,
} as const;

/** What one part does in one cluster. */
function InCluster(props: {
  cluster: string;
  changes: readonly ExactChange[];
}) {
  const { cluster, changes } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
      <Heading>{t('request.inCluster', { cluster })}</Heading>
      <Box component="ul" sx={listLayout}>
        {changes.map(change => (
          <Change key={objectKey(change.object)} change={change} />
        ))}
      </Box>
    </Box>
  );
}

function clustersOf({ changes }: PlannedPhase): readonly string[] {
  return [...new Set(changes.map(({ object }) => object.cluster))];
}

/** The parts of a request in their order: per cluster what changes, line by line. */
export function PhaseList(props: {
  phases: readonly (PlannedPhase & Partial<Pick<Phase, 'state'>>)[];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { phases } = props;
  if (phases.length === 0) {
    return <Typography variant="body2">{t('request.noChange')}</Typography>;
  }
  return (
    <Box component="ol" sx={listLayout}>
      {phases.map((phase, index) => (
        <Box
          component="li"
          key={phase.id}
          sx={{ display: 'grid', gap: 1, minWidth: 0 }}
        >
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
            <Heading>
              {phases.length > 1 && `${index + 1}. `}
              <MeshText text={phase.title} />
            </Heading>
            {phase.state && <PhaseStateBadge state={phase.state} />}
          </Box>
          {phase.approval === 'own' && (
            <Typography variant="body2">{t('request.ownApproval')}</Typography>
          )}
          <BelowHeading>
            {clustersOf(phase).map(cluster => (
              <InCluster
                key={cluster}
                cluster={cluster}
                changes={phase.changes.filter(
                  ({ object }) => object.cluster === cluster,
                )}
              />
            ))}
          </BelowHeading>
          {phase.waitFor && (
            <Typography variant="body2" color="text.secondary">
              <MeshText text={phase.waitFor.text} />
            </Typography>
          )}
        </Box>
      ))}
    </Box>
  );
}
