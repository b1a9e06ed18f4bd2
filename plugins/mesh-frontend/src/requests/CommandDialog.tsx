import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MeshRequest, RequestDetails } from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useId, useState, type FormEvent } from 'react';
import { meshTranslationRef } from '../translation';
import { useRestartsWord } from './EffectsList';
import { PhaseList } from './PhaseList';
import { useApproveWord } from './useApproveWord';
import { useRequestCommand, type SimpleCommand } from './useRequestCommand';
import { useRequestTitle } from './useRequestTitle';

const NEEDS_WORDS: readonly SimpleCommand[] = [
  'reject',
  'ask-for-changes',
  'comment',
];

/** What a command does to this request, before it is given. */
function WhatHappens(props: { command: SimpleCommand; request: MeshRequest }) {
  const { command, request } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const restartsWord = useRestartsWord();
  return (
    <>
      <Typography variant="body2">{t(`command.does.${command}`)}</Typography>
      {command === 'approve' && (
        <>
          <Typography variant="body2">
            {t('request.restarts')}: {restartsWord(request.affects.restarts)}
          </Typography>
          <PhaseList phases={request.phases} />
        </>
      )}
    </>
  );
}

/** Whoever opens the dialog by a key goes on with the keyboard. */
function takeFocus(element: HTMLElement | null) {
  element?.focus();
}

function Words(props: {
  isNeeded: boolean;
  isMissing: boolean;
  value: string;
  onChange(value: string): void;
}) {
  const { isNeeded, isMissing, value, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <TextField
      // Where words are needed they are all that is left to do.
      inputRef={isNeeded ? takeFocus : undefined}
      required={isNeeded}
      error={isMissing}
      helperText={isMissing ? t('command.missing') : undefined}
      label={isNeeded ? t('command.reason') : t('command.remark')}
      value={value}
      onChange={event => onChange(event.target.value)}
      inputProps={{ maxLength: 4000 }}
      sx={{ mt: 1 }}
    />
  );
}

function Actions(props: {
  word: string;
  sending: boolean;
  /** Nothing has to be filled in before. */
  isFirst: boolean;
  onClose(): void;
}) {
  const { word, sending, isFirst, onClose } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <DialogActions>
      <Button onClick={onClose}>{t('command.cancel')}</Button>
      <Button
        type="submit"
        variant="contained"
        ref={isFirst ? takeFocus : undefined}
        disabled={sending}
        aria-busy={sending}
      >
        {sending ? t('command.running') : word}
      </Button>
    </DialogActions>
  );
}

/** Sends a command once at a time, and keeps why it was refused. */
function useSending(props: {
  command: SimpleCommand;
  request: MeshRequest;
  onDone(details: RequestDetails): void;
}) {
  const { command, request, onDone } = props;
  const give = useRequestCommand();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const sendIt = async (comment: string) => {
    setSending(true);
    setFailure(undefined);
    try {
      onDone(await give({ command, request, comment }));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setSending(false);
    }
  };
  return { sending, failure, sendIt };
}

/**
 * Says what a command does and lets it be given. `request` is kept as it is when the dialog
 * opens: what is approved is what was read in it, whatever comes in meanwhile.
 */
export function CommandDialog(props: {
  command: SimpleCommand;
  request: MeshRequest;
  onClose(): void;
  onDone(details: RequestDetails): void;
}) {
  const { command, onClose, onDone } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [request] = useState(props.request);
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const { sending, failure, sendIt } = useSending({ command, request, onDone });
  const titleOf = useRequestTitle();
  const approveWord = useApproveWord();
  const id = useId();
  const isNeeded = NEEDS_WORDS.includes(command);
  const isMissing = isNeeded && words.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isMissing && !sending) void sendIt(words.trim());
  };
  const word =
    command === 'approve' ? approveWord(request) : t(`command.${command}`);
  return (
    <Dialog open fullWidth maxWidth="md" onClose={onClose} aria-labelledby={id}>
      <DialogTitle id={id}>{titleOf(request)}</DialogTitle>
      <Box
        component="form"
        noValidate
        onSubmit={submit}
        sx={{ minHeight: 0, overflowY: 'auto' }}
      >
        <DialogContent dividers sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
          <WhatHappens {...{ command, request }} />
          <Words
            {...{ isNeeded, isMissing: tried && isMissing }}
            value={words}
            onChange={setWords}
          />
          {failure && (
            <Alert severity="error">
              {t('command.failed', { reason: failure })}
            </Alert>
          )}
        </DialogContent>
        <Actions {...{ word, sending, onClose }} isFirst={!isNeeded} />
      </Box>
    </Dialog>
  );
}
