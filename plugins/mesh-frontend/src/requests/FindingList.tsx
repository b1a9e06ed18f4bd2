import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PreflightFinding } from '@meshport/plugin-mesh-common';
import { objectKey } from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import { CommandBlock } from '../components/CommandBlock';
import { MeshText } from '../components/MeshText';
import { meshTranslationRef } from '../translation';

function Remedy({ remedy }: Required<Pick<PreflightFinding, 'remedy'>>) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { text, command, manifest } = remedy;
  return (
    <Box sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
      <span>
        <MeshText text={text} />
      </span>
      {command && <CommandBlock text={command} what={t('how.command')} />}
      {manifest && <CommandBlock text={manifest} what={t('how.manifest')} />}
    </Box>
  );
}

/** What checks found: what stops a request, or what one has to know of it. */
export function FindingList(props: {
  kind: 'blockers' | 'warnings';
  findings: readonly PreflightFinding[];
  /** Ids of the checks that whoever asked has accepted. */
  accepts?: readonly string[];
}) {
  const { kind, findings, accepts = [] } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (findings.length === 0) return null;
  return (
    <Alert severity={kind === 'blockers' ? 'error' : 'warning'} role="note">
      <AlertTitle>{t(`request.${kind}`)}</AlertTitle>
      <Box component="ul" sx={{ m: 0, pl: 2.5, display: 'grid', gap: 1 }}>
        {findings.map(({ check, subject, text, remedy }) => (
          <li key={`${check}/${objectKey(subject)}`}>
            <MeshText text={text} />
            {accepts.includes(check) && ` (${t('request.accepted')})`}
            {remedy && <Remedy remedy={remedy} />}
          </li>
        ))}
      </Box>
    </Alert>
  );
}
