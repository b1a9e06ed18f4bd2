import { useTranslationRef } from '@backstage/frontend-plugin-api';
import FirstPageIcon from '@mui/icons-material/FirstPage';
import NavigateBeforeIcon from '@mui/icons-material/NavigateBefore';
import NavigateNextIcon from '@mui/icons-material/NavigateNext';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useRef } from 'react';
import { meshTranslationRef } from '../../translation';

/**
 * Pages by cursor. The server knows the next page only; where this page was come to
 * from an address, the one before it is the first.
 */
export function Pager(props: {
  what: string;
  total?: number;
  cursor?: string;
  nextCursor?: string;
  onChange(cursor: string | undefined): void;
}) {
  const { what, total, cursor, nextCursor, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const before = useRef(new Map<string, string | undefined>());
  const next = () => {
    if (nextCursor === undefined) return;
    before.current.set(nextCursor, cursor);
    onChange(nextCursor);
  };
  const isPaged = cursor !== undefined || nextCursor !== undefined;
  return (
    <Box
      component="nav"
      aria-label={t('table.pages', { what })}
      sx={{ display: 'flex', alignItems: 'center', justifyContent: 'end' }}
    >
      {total !== undefined && (
        <Typography variant="body2" color="text.secondary" role="status">
          {t('table.total', { count: total })}
        </Typography>
      )}
      {isPaged && (
        <>
          <IconButton
            aria-label={t('table.first')}
            disabled={cursor === undefined}
            onClick={() => onChange(undefined)}
          >
            <FirstPageIcon />
          </IconButton>
          <IconButton
            aria-label={t('table.previous')}
            disabled={cursor === undefined}
            onClick={() => onChange(before.current.get(cursor ?? ''))}
          >
            <NavigateBeforeIcon />
          </IconButton>
          <IconButton
            aria-label={t('table.next')}
            disabled={nextCursor === undefined}
            onClick={next}
          >
            <NavigateNextIcon />
          </IconButton>
        </>
      )}
    </Box>
  );
}
