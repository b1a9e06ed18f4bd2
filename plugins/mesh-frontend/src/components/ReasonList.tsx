import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Reason } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { meshTranslationRef } from '../translation';
import { objectName } from '../view/names';
import { CommandBlock } from './CommandBlock';
import { MeshText } from './MeshText';

/** Reasons with what to do and where they were seen. */
export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box
      component="ul"
      sx={{ m: 0, pl: 2.5, display: 'grid', gap: 1, typography: 'body2' }}
    >
      {reasons.map(({ code, text, fix, evidence }) => (
        <li key={`${code}:${text.message}`}>
          <MeshText text={text} /> {fix && <MeshText text={fix.text} />}
          {fix?.command && (
            <CommandBlock text={fix.command} what={t('how.command')} />
          )}
          <Box sx={{ typography: 'caption', color: 'text.secondary' }}>
            {evidence.length > 0 &&
              `${t('how.evidence')}: ${evidence.map(objectName).join(', ')} · `}
            {t('how.code')} <code>{code}</code>
          </Box>
        </li>
      ))}
    </Box>
  );
}
