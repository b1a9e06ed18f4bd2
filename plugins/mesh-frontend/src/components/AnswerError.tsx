import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { MeshApiError } from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { meshTranslationRef } from '../translation';
import { RelativeTime } from './RelativeTime';

type Kind = 'signIn' | 'permission' | 'other';

/** 404 has one body for "does not exist" and "may not be read". */
function kindOf(error: Error): Kind {
  const status = error instanceof MeshApiError ? error.status : undefined;
  if (status === 401) return 'signIn';
  return status === 403 || status === 404 ? 'permission' : 'other';
}

/** What `fetch` throws without an answer, in words of its own in every browser. */
function isUnanswered(error: Error): boolean {
  return error.name === 'TypeError';
}

/** What happened, what still holds, and what to do next. */
export function AnswerError(props: {
  error: Error;
  /** When the answer that is still shown arrived (ms), if there is one. */
  lastAnswerAt?: number;
  retry(): void;
  /** Where else to look, where this may not be seen. */
  instead?: ReactNode;
}) {
  const { error, lastAnswerAt, retry, instead } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const kind = kindOf(error);
  const titles = {
    signIn: t('error.signInTitle'),
    permission: t('error.permissionTitle'),
    other: t('error.title'),
  };
  const next = {
    signIn: t('error.signInNext'),
    permission: t('error.permissionNext'),
    other: t('error.next'),
  };
  return (
    <Alert severity={kind === 'other' ? 'error' : 'info'}>
      <AlertTitle>{titles[kind]}</AlertTitle>
      {isUnanswered(error) ? t('error.unanswered') : error.message}{' '}
      {lastAnswerAt === undefined
        ? kind === 'other' && t('error.nothingYet')
        : t('error.keeps', { age: <RelativeTime time={lastAnswerAt} /> })}{' '}
      {next[kind]} {kind === 'permission' && instead}
      <Box sx={{ mt: 1 }}>
        <Button variant="outlined" color="inherit" size="small" onClick={retry}>
          {t('error.retry')}
        </Button>
      </Box>
    </Alert>
  );
}
