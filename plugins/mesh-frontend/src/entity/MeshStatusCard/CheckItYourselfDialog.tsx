import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ResponsiveDialog } from '../../components/ResponsiveDialog';
import { VerifyCommands } from '../../components/VerifyCommands';
import { useLinePlace } from '../../hooks/useLinePlace';
import { meshTranslationRef } from '../../translation';
import type { ClusterLine } from '../../view/clusterLines';

/** The commands that ask the clusters themselves, a section per line of the card. */
export function CheckItYourselfDialog(props: {
  open: boolean;
  lines: readonly ClusterLine[];
  onClose(): void;
}) {
  const place = useLinePlace();
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <ResponsiveDialog
      open={props.open}
      title={t('check.title')}
      onClose={props.onClose}
    >
      <Typography variant="body2">{t('check.intro')}</Typography>
      {props.lines.map(line => (
        <Box
          key={line.id}
          component="section"
          sx={{ display: 'grid', gap: 1, minWidth: 0 }}
        >
          <Typography
            variant="subtitle2"
            component="h3"
            sx={{ m: 0, fontWeight: 'fontWeightBold' }}
          >
            {place(line)}
          </Typography>
          {line.membership.verify.length > 0 ? (
            <VerifyCommands verify={line.membership.verify} />
          ) : (
            <Typography variant="body2">
              {t('check.none', { place: place(line) })}
            </Typography>
          )}
        </Box>
      ))}
    </ResponsiveDialog>
  );
}
