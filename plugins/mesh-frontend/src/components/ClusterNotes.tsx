import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { missingRuleManifest, type Text } from '@meshport/plugin-mesh-common';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import SyncIcon from '@mui/icons-material/Sync';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { meshTranslationRef } from '../translation';
import type { ClusterNote } from '../view/freshness';
import { CommandBlock } from './CommandBlock';
import { MeshText } from './MeshText';
import { RelativeTime } from './RelativeTime';

const MAX_NOTES = 3;
/** Where a whole cluster is in trouble, each kind of object has the same reason. */
const MAX_REASONS = 2;

/** The RBAC rule to add, for a reason that is about a missing one. */
function MissingRule({ reason }: { reason: Text }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [open, setOpen] = useState(false);
  const manifest = missingRuleManifest(reason);
  if (!manifest) return null;
  return (
    <Box sx={{ mt: 0.5 }}>
      <Link
        component="button"
        type="button"
        variant="body2"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('source.missingRule')}
      </Link>
      {open && <CommandBlock text={manifest} what={t('source.missingRule')} />}
    </Box>
  );
}

function Note({ note }: { note: ClusterNote }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [all, setAll] = useState(false);
  const reasons = all ? note.reasons : note.reasons.slice(0, MAX_REASONS);
  const Icon = note.status === 'syncing' ? SyncIcon : CloudOffIcon;
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1 }}>
      <Icon
        aria-hidden
        fontSize="small"
        sx={{ color: theme => theme.palette.status.warning }}
      />
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Box component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
          {note.displayName}:
        </Box>{' '}
        {reasons.length > 0 ? (
          reasons.map((reason, index) => (
            <span key={reason.message}>
              {index > 0 && ' '}
              <MeshText text={reason} />
            </span>
          ))
        ) : (
          <span>{t(`source.${note.status}`)}</span>
        )}{' '}
        {note.observedAt &&
          t('source.lastRead', {
            age: <RelativeTime time={note.observedAt} />,
          })}
        {reasons.length < note.reasons.length && (
          <>
            {' '}
            <Link
              component="button"
              type="button"
              variant="body2"
              onClick={() => setAll(true)}
              sx={{ verticalAlign: 'baseline' }}
            >
              {t('freshness.more', {
                count: note.reasons.length - reasons.length,
              })}
            </Link>
          </>
        )}
        {reasons.map(reason => (
          <MissingRule key={reason.message} reason={reason} />
        ))}
      </Box>
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
