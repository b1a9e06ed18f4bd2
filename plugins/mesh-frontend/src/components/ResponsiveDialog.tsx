import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTheme } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';
import { meshTranslationRef } from '../translation';

/** A dialog that fills narrow screens; its parts are stacked with even gaps. */
export function ResponsiveDialog(props: {
  open: boolean;
  title: string;
  onClose(): void;
  children: ReactNode;
}) {
  const { open, title, onClose, children } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const titleId = useId();
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  return (
    <Dialog
      open={open}
      onClose={onClose}
      aria-labelledby={titleId}
      fullWidth
      fullScreen={narrow}
      maxWidth="md"
    >
      <DialogTitle id={titleId}>{title}</DialogTitle>
      <DialogContent dividers>
        <Box sx={{ display: 'grid', gap: 2.5, minWidth: 0 }}>{children}</Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('how.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
