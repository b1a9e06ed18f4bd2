import { CopyTextButton } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { meshTranslationRef } from '../translation';

/**
 * Something to paste, exactly as it must be pasted: a command or YAML. Long lines
 * wrap on the page only. `what` names it for the copy button.
 */
export function CommandBlock(props: { text: string; what: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'flex-start',
        bgcolor: 'background.default',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        pl: 1.5,
      }}
    >
      <Box
        component="pre"
        sx={{
          flex: 1,
          minWidth: 0,
          m: 0,
          py: 1.25,
          fontFamily: 'monospace',
          fontSize: '0.8125rem',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {props.text}
      </Box>
      <CopyTextButton
        text={props.text}
        tooltipText={t('copy.copied')}
        aria-label={t('copy.label', { what: props.what })}
        variant="tertiary"
      />
    </Box>
  );
}
