import { useTranslationRef } from '@backstage/frontend-plugin-api';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import SyncIcon from '@mui/icons-material/Sync';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { meshTranslationRef } from '../translation';
import type { ClusterNote } from '../view/freshness';
import { MeshText } from './MeshText';
import { RelativeTime } from './RelativeTime';

const MAX_NOTES = 3;

function Note({ note }: { note: ClusterNote }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const Icon = note.status === 'syncing' ? SyncIcon : CloudOffIcon;
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1 }}>
      <Icon
        aria-hidden
        fontSize="small"
        sx={{ color: theme => theme.palette.status.warning }}
      />
      <span>
        {note.reasons.length > 0 ? (
          note.reasons.map((reason, index) => (
            <span key={reason.message}>
              {index > 0 && ' '}
              <MeshText text={reason} />
            </span>
          ))
        ) : (
          <span>
            {t(`source.${note.status}`, { cluster: note.displayName })}
          </span>
        )}{' '}
        {note.observedAt &&
          t('source.lastRead', {
            age: <RelativeTime time={note.observedAt} />,
          })}
      </span>
    </Box>
  );
}

/** One sentence per cluster that is not live: what happened, and what still holds. */
export function ClusterNotes(props: { notes: readonly ClusterNote[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [all, setAll] = useState(false);
  const { notes } = props;
  if (notes.length === 0) return null;
  const shown = all ? notes : notes.slice(0, MAX_NOTES);
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'grid',
        gap: 0.75,
        typography: 'body2',
      }}
    >
      {shown.map(note => (
        <Note key={note.cluster} note={note} />
      ))}
      {shown.length < notes.length && (
        <li>
          <Link
            component="button"
            type="button"
            variant="body2"
            onClick={() => setAll(true)}
          >
            {t('freshness.more', { count: notes.length - shown.length })}
          </Link>
        </li>
      )}
    </Box>
  );
}
