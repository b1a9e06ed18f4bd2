import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fix, Reason } from '@meshport/plugin-mesh-common';
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

function Why({ reason }: { reason: Reason }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Part title={t('how.why')}>
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
    </Part>
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

/** Lives only while the dialog is open, so that what was read stays when it is done. */
function Explanation({ line }: { line: ClusterLine }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { reasons } = line;
  const { verify } = line.membership;
  const [read, setRead] = useState(reasons);
  const done = reasons.length === 0;
  useEffect(() => {
    if (!done) setRead(reasons);
  }, [done, reasons]);
  return (
    <>
      <Box sx={{ containerType: 'inline-size' }}>
        <Box
          component="ul"
          sx={linesLayout({ haveServiceNames: line.isOneOfSeveral })}
        >
          <ClusterLineRow line={line} />
        </Box>
        {done && (
          <Typography variant="body2" role="status">
            {t('how.done')}
          </Typography>
        )}
      </Box>
      {read.map(reason => (
        <Box key={keyOf(reason)} sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
          <Why reason={reason} />
          {reason.fix && <WhatToDo fix={reason.fix} />}
        </Box>
      ))}
      {verify.length > 0 && (
        <Part title={t('how.check')}>
          <VerifyCommands verify={verify} />
        </Part>
      )}
    </>
  );
}

/** Why a line is what it is, the fix to copy, what it will do and how to check it. */
export function ShowHowDialog(props: { line?: ClusterLine; onClose(): void }) {
  const { line, onClose } = props;
  const place = useLinePlace();
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <ResponsiveDialog
      open={line !== undefined}
      title={
        line
          ? t('how.title', {
              place: place(line),
              state: t(`state.${line.membership.state}`),
            })
          : ''
      }
      onClose={onClose}
    >
      {line && <Explanation line={line} />}
    </ResponsiveDialog>
  );
}
