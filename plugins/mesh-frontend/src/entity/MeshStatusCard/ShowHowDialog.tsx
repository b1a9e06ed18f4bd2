import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fix, Reason, Source } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useEffect, useState, type ReactNode } from 'react';
import { CommandBlock } from '../../components/CommandBlock';
import { MeshText } from '../../components/MeshText';
import { RelativeTime } from '../../components/RelativeTime';
import { ResponsiveDialog } from '../../components/ResponsiveDialog';
import { VerifyCommands } from '../../components/VerifyCommands';
import { useLinePlace } from '../../hooks/useLinePlace';
import { meshTranslationRef } from '../../translation';
import type { ClusterLine } from '../../view/clusterLines';
import { followLine } from '../../view/followLine';
import { objectName } from '../../view/names';
import { ClusterLineRow, linesLayout } from './ClusterLineRow';

function Part(props: { title: string; children: ReactNode }) {
  return (
    <Box component="section" sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
      <Typography
        variant="subtitle2"
        component="h3"
        sx={{ m: 0, fontWeight: 'fontWeightBold' }}
      >
        {props.title}
      </Typography>
      {props.children}
    </Box>
  );
}

function Because({ reason }: { reason: Reason }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <Typography variant="body2">
        <MeshText text={reason.text} />{' '}
        {reason.since &&
          !Object.values(reason.text.params).includes(reason.since) &&
          t('how.since', { age: <RelativeTime time={reason.since} /> })}
      </Typography>
      {reason.evidence.length > 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('how.evidence')}: {reason.evidence.map(objectName).join(', ')}
        </Typography>
      )}
    </>
  );
}

function WhatToDo({ fix }: { fix: Fix }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <Part title={t('how.fix')}>
        <Typography variant="body2">
          <MeshText text={fix.text} />
        </Typography>
        {fix.command && (
          <CommandBlock text={fix.command} what={t('how.command')} />
        )}
        {fix.manifest && (
          <>
            <Typography variant="body2">{t('how.manifest')}</Typography>
            <CommandBlock text={fix.manifest} what={t('how.manifest')} />
          </>
        )}
      </Part>
      {fix.effect && (
        <Part title={t('how.effect')}>
          <Typography variant="body2">
            <MeshText text={fix.effect} />
          </Typography>
        </Part>
      )}
    </>
  );
}

/** One code may come with several sentences and fixes, one per workload. */
function keyOf({ code, text, fix }: Reason): string {
  return [code, text.message, fix?.command, fix?.text.message].join('|');
}

/** The line in a list of its own, laid out as on the card. */
function LineAlone({ line }: { line: ClusterLine }) {
  return (
    <Box sx={{ containerType: 'inline-size' }}>
      <Box
        component="ul"
        sx={linesLayout({ haveServiceNames: line.isOneOfSeveral })}
      >
        <ClusterLineRow line={line} />
      </Box>
    </Box>
  );
}

function WhyAndWhatToDo({ line }: { line: ClusterLine }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      {line.reasons.map(reason => (
        <Box key={keyOf(reason)} sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
          <Part title={t('how.why')}>
            <Because reason={reason} />
          </Part>
          {reason.fix && <WhatToDo fix={reason.fix} />}
        </Box>
      ))}
    </>
  );
}

/** The fix is left out: pasted again, it would do more than was asked for. */
function Done(props: { last: ClusterLine; isGone: boolean }) {
  const { last, isGone } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <Typography variant="body2" role="status">
        {t('how.done')}
      </Typography>
      <Part title={t('how.was')}>
        {isGone && <LineAlone line={last} />}
        {last.reasons.map(reason => (
          <Because key={keyOf(reason)} reason={reason} />
        ))}
      </Part>
    </>
  );
}

/**
 * Why a line is what it is, the fix to copy, what it will do and how to check it.
 * `line` is as it was when the dialog was opened. It stays readable when the fix has
 * changed the line or made it disappear from `lines`, and while the dialog closes.
 */
export function ShowHowDialog(props: {
  open: boolean;
  line: ClusterLine;
  lines: readonly ClusterLine[];
  sources: readonly Source[];
  onClose(): void;
}) {
  const { open, line, lines, sources, onClose } = props;
  const place = useLinePlace();
  const { t } = useTranslationRef(meshTranslationRef);
  // The line as it was when it last asked for something.
  const [last, setLast] = useState(line);
  const { current, done } = followLine(last, lines, sources);
  useEffect(() => {
    if (current && !done) setLast(current);
  }, [current, done]);
  const shown = current ?? (done ? undefined : last);
  const { verify } = (done ? last : current ?? last).membership;
  const title = shown
    ? t('how.title', {
        place: place(shown),
        state: t(`state.${shown.membership.state}`),
      })
    : place(last);
  return (
    <ResponsiveDialog open={open} title={title} onClose={onClose}>
      {shown && <LineAlone line={shown} />}
      {shown && !done && <WhyAndWhatToDo line={shown} />}
      {done && <Done last={last} isGone={!shown} />}
      {verify.length > 0 && (
        <Part title={t('how.check')}>
          <VerifyCommands verify={verify} />
        </Part>
      )}
    </ResponsiveDialog>
  );
}
