import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Text } from '@meshport/plugin-mesh-common';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { MeshText } from '../components/MeshText';
import { meshTranslationRef } from '../translation';

/** Says what an answer about the past is made of: nothing is wrong with it. */
const OF_THE_PAST = 'dependencies.past';

/** What could not be asked, so that calls may be missing; and what the past is made of. */
export function StoreNotes({ notes }: { notes: readonly Text[] }) {
  const warnings = notes.filter(({ id }) => id !== OF_THE_PAST);
  return (
    <>
      {notes
        .filter(({ id }) => id === OF_THE_PAST)
        .map(note => (
          <Typography key={note.id} variant="body2" color="text.secondary">
            <MeshText text={note} />
          </Typography>
        ))}
      {warnings.length > 0 && <Warnings notes={warnings} />}
    </>
  );
}

function Warnings({ notes }: { notes: readonly Text[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box
      role="note"
      aria-label={t('dependencies.notes')}
      sx={{ display: 'flex', gap: 0.75, typography: 'body2' }}
    >
      <CloudOffIcon
        aria-hidden
        fontSize="small"
        sx={{ color: ({ palette }) => palette.status.warning }}
      />
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {notes.map(note => (
          <li key={note.message}>
            <MeshText text={note} />
          </li>
        ))}
      </Box>
    </Box>
  );
}
