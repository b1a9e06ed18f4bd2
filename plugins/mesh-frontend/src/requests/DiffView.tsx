import { CopyTextButton } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { VisuallyHidden } from '../components/VisuallyHidden';
import { meshTranslationRef } from '../translation';
import { diffLines, type DiffLine } from './diffLines';

/** The sign and the bar at the side tell it without any colour. */
function Line({ line }: { line: DiffLine }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { kind, text } = line;
  const isChange = kind === 'added' || kind === 'removed';
  const sign = { added: '+', removed: '−', same: ' ', place: '' }[kind];
  return (
    <Box
      component="span"
      sx={{
        display: 'block',
        px: 1,
        borderLeft: 4,
        borderLeftStyle: kind === 'removed' ? 'dashed' : 'solid',
        borderColor: theme =>
          isChange
            ? theme.palette.status[kind === 'added' ? 'ok' : 'error']
            : 'transparent',
        bgcolor: isChange ? 'action.hover' : undefined,
        fontWeight: isChange ? 'fontWeightBold' : undefined,
        color: kind === 'place' ? 'text.secondary' : undefined,
      }}
    >
      {isChange && (
        <VisuallyHidden>
          {t(kind === 'added' ? 'request.added' : 'request.removed')}{' '}
        </VisuallyHidden>
      )}
      <span aria-hidden>{`${sign} `}</span>
      {text}
      {'\n'}
    </Box>
  );
}

/** A unified diff: each line with its sign, and all of it to copy. */
export function DiffView(props: { diff: string; label: string }) {
  const { diff, label } = props;
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
        minWidth: 0,
      }}
    >
      <Box
        component="pre"
        role="group"
        aria-label={label}
        sx={{
          flex: 1,
          minWidth: 0,
          m: 0,
          py: 1,
          fontFamily: 'monospace',
          fontSize: '0.8125rem',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {diffLines(diff).map((line, index) => (
          // Lines have no identity but their place.
          <Line key={index} line={line} />
        ))}
      </Box>
      <CopyTextButton
        text={diff}
        tooltipText={t('copy.copied')}
        aria-label={t('copy.label', { what: t('request.diff') })}
        variant="tertiary"
      />
    </Box>
  );
}
