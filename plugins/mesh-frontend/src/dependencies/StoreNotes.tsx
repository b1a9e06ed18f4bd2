import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Text } from '@meshport/plugin-mesh-common';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import Box from '@mui/material/Box';
import { MeshText } from '../components/MeshText';
import { meshTranslationRef } from '../translation';

/** What could not be asked, so that calls may be missing. */
export function StoreNotes({ notes }: { notes: readonly Text[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (notes.length === 0) return null;
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
