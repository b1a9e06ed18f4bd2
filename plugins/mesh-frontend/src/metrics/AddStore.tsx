import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CommandBlock } from '../components/CommandBlock';
import { meshTranslationRef } from '../translation';

/** What to add to the configuration of the portal for there to be numbers. */
export function AddStore({ yaml }: { yaml: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
      <Typography variant="body2">{t('golden.addStore')}</Typography>
      <CommandBlock text={yaml.trimEnd()} what="mesh.metrics.stores" />
    </Box>
  );
}
