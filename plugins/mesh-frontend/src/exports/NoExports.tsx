import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CommandBlock } from '../components/CommandBlock';
import { meshTranslationRef } from '../translation';

const GLOBAL = `metadata:
  annotations:
    service.cilium.io/global: "true"`;
const MIRROR = `metadata:
  labels:
    mirror.linkerd.io/exported: "true"`;

/** Said of services that are for their own cluster alone, with what would change that. */
export function NoExports() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box sx={{ display: 'grid', gap: 1.5, py: 2, minWidth: 0 }}>
      <Typography variant="subtitle1" component="p">
        {t('exports.nothingTitle')}
      </Typography>
      <Typography variant="body2">{t('exports.nothingNext')}</Typography>
      <Typography variant="body2">{t('exports.howGlobal')}</Typography>
      <CommandBlock text={GLOBAL} what={t('exports.howGlobal')} />
      <Typography variant="body2">{t('exports.howMirror')}</Typography>
      <CommandBlock text={MIRROR} what={t('exports.howMirror')} />
    </Box>
  );
}
