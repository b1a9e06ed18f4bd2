import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Preflight, PreflightFinding } from '@meshport/plugin-mesh-common';
import { objectKey } from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { MeshText } from '../components/MeshText';
import { Section } from '../components/Section';
import { meshTranslationRef } from '../translation';
import { EffectsList } from './EffectsList';
import { FindingList } from './FindingList';
import { PhaseList } from './PhaseList';

/** Ids of the checks that warn; each of them is accepted by itself. */
export function warningChecks({ warnings }: Preflight): readonly string[] {
  return [...new Set(warnings.map(({ check }) => check))];
}

/** The warnings of one check, and that whoever asks knows of them. */
function Accept(props: {
  findings: readonly PreflightFinding[];
  accepted: boolean;
  onChange(accepted: boolean): void;
}) {
  const { findings, accepted, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box sx={{ display: 'grid' }}>
      {findings.map(({ subject, text }) => (
        <span key={objectKey(subject)}>
          <MeshText text={text} />
        </span>
      ))}
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            checked={accepted}
            onChange={(_, checked) => onChange(checked)}
          />
        }
        label={t('ask.accept')}
      />
    </Box>
  );
}

/** What could not be looked at is no pass, so it is said. */
function Unknown({ unknown }: Pick<Preflight, 'unknown'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (unknown.length === 0) return null;
  return (
    <Alert severity="info" role="note">
      <AlertTitle>{t('request.unknown')}</AlertTitle>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {unknown.map(({ check, text }) => (
          <li key={`${check}/${text.message}`}>
            <MeshText text={text} />
          </li>
        ))}
      </Box>
    </Alert>
  );
}

/** What a form would do: why it cannot be, what to know of it, and what changes. */
export function PreflightView(props: {
  preflight: Preflight;
  accepts: readonly string[];
  onAccept(accepts: readonly string[]): void;
}) {
  const { preflight, accepts, onAccept } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { blockers, warnings, unknown, phases, affects, undo } = preflight;
  return (
    <>
      <FindingList kind="blockers" findings={blockers} />
      {warnings.length > 0 && (
        <Alert severity="warning" role="note">
          <AlertTitle>{t('request.warnings')}</AlertTitle>
          {warningChecks(preflight).map(id => (
            <Accept
              key={id}
              findings={warnings.filter(({ check }) => check === id)}
              accepted={accepts.includes(id)}
              onChange={accepted =>
                onAccept(
                  accepted
                    ? [...accepts, id]
                    : accepts.filter(other => other !== id),
                )
              }
            />
          ))}
        </Alert>
      )}
      <Unknown unknown={unknown} />
      <Section title={t('request.changes')}>
        <PhaseList phases={phases} />
      </Section>
      <Section title={t('request.effects')}>
        <EffectsList affects={affects} undo={undo} />
      </Section>
    </>
  );
}
