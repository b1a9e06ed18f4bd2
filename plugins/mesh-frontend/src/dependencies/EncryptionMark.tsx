import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Edge } from '@meshport/plugin-mesh-common';
import LockIcon from '@mui/icons-material/Lock';
import LockOpenIcon from '@mui/icons-material/LockOpen';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { VisuallyHidden } from '../components/VisuallyHidden';
import { meshTranslationRef } from '../translation';
import { mtlsKey } from './useCallFacts';

/**
 * A lock where mTLS was seen on the wire, an open one where it was not; nothing where
 * nobody knows. The word is on hover, on focus and for screen readers.
 */
export function EncryptionMark({ mtls }: Pick<Edge, 'mtls'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  const key = mtlsKey(mtls);
  if (key === 'unknown') return null;
  const Icon = key === 'yes' ? LockIcon : LockOpenIcon;
  return (
    <Tooltip title={t(`call.mtlsMeaning.${key}`)} describeChild>
      <Box
        component="span"
        tabIndex={0}
        sx={{ display: 'inline-flex', verticalAlign: 'text-bottom' }}
      >
        <Icon
          aria-hidden
          sx={{
            fontSize: '1rem',
            color: ({ palette }) =>
              key === 'yes' ? palette.text.secondary : palette.status.warning,
          }}
        />
        <VisuallyHidden>{t(`call.mtls.${key}`)}</VisuallyHidden>
      </Box>
    </Tooltip>
  );
}
