import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Preflight,
  RequestDetails,
  RequestForm,
} from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState, type FormEvent } from 'react';
import { AnswerError } from '../components/AnswerError';
import { LoadingRows } from '../components/LiveContent';
import { ResponsiveDialog } from '../components/ResponsiveDialog';
import { requestRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';
import { PreflightView, warningChecks } from './PreflightView';
import { useFiling } from './useFiling';
import { usePreflight } from './usePreflight';

function Filed({ details }: { details: RequestDetails }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const route = useRouteRef(requestRouteRef);
  return (
    <Alert severity="success">
      {t('ask.done')}{' '}
      {route && (
        <Link to={route({ id: details.request.id })}>{t('ask.see')}</Link>
      )}
    </Alert>
  );
}

/** Why it is asked for, once all warnings are accepted and nothing stops it. */
function Asking(props: {
  preflight: Preflight;
  sending: boolean;
  checkAgain(): void;
  onAsk(given: { reason: string; accepts: readonly string[] }): void;
}) {
  const { preflight, sending, checkAgain, onAsk } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [reason, setReason] = useState('');
  const [accepts, setAccepts] = useState<readonly string[]>([]);
  const isBlocked = preflight.blockers.length > 0;
  const isReady =
    reason.trim() !== '' &&
    warningChecks(preflight).every(check => accepts.includes(check));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !sending) onAsk({ reason: reason.trim(), accepts });
  };
  return (
    <Box
      component="form"
      noValidate
      onSubmit={submit}
      sx={{ display: 'grid', gap: 2, minWidth: 0 }}
    >
      <PreflightView {...{ preflight, accepts }} onAccept={setAccepts} />
      {!isBlocked && (
        <TextField
          required
          label={t('ask.reason')}
          helperText={t('ask.reasonHint')}
          value={reason}
          onChange={event => setReason(event.target.value)}
          inputProps={{ maxLength: 4000 }}
        />
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {!isBlocked && (
          <Button
            type="submit"
            variant="contained"
            disabled={!isReady || sending}
            aria-busy={sending}
          >
            {sending ? t('command.running') : t('ask.send')}
          </Button>
        )}
        <Button variant="outlined" onClick={checkAgain}>
          {t('ask.again')}
        </Button>
      </Box>
    </Box>
  );
}

function Content({ form }: { form: RequestForm }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { preflight, error, isChecking, checkAgain } = usePreflight(form);
  const { sending, failure, filed, file } = useFiling(checkAgain);
  if (filed) return <Filed details={filed} />;
  return (
    <>
      {error && <AnswerError error={error} retry={checkAgain} />}
      {isChecking && !preflight && (
        <LoadingRows what={t('ask.checking')} height={28} />
      )}
      {failure && (
        <Alert severity="error">{t('ask.failed', { reason: failure })}</Alert>
      )}
      {preflight && (
        <Asking
          {...{ preflight, sending, checkAgain }}
          onAsk={given => void file({ preflight, ...given })}
        />
      )}
    </>
  );
}

/** Asks for something: what it would do now, or why not, and why it is wanted. */
export function AskDialog(props: {
  open: boolean;
  title: string;
  form: RequestForm;
  onClose(): void;
}) {
  const { open, title, form, onClose } = props;
  return (
    <ResponsiveDialog {...{ open, title, onClose }}>
      <Content form={form} />
    </ResponsiveDialog>
  );
}
