import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fix, Reason } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CommandBlock } from '../components/CommandBlock';
import { MeshText } from '../components/MeshText';
import { meshTranslationRef } from '../translation';

function WhatToDo({ fix }: { fix: Fix }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <Typography variant="body2">
        <MeshText text={fix.text} />
      </Typography>
      {fix.command && (
        <CommandBlock text={fix.command} what={t('how.command')} />
      )}
      {!fix.command && fix.manifest && (
        <CommandBlock text={fix.manifest} what={t('how.manifest')} />
      )}
      {fix.effect && (
        <Typography variant="body2" color="text.secondary">
          <MeshText text={fix.effect} />
        </Typography>
      )}
    </>
  );
}

/** Why an export cannot be used, each with what mends it: to be pasted, or in words. */
export function TargetReasons({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}
    >
      {reasons.map(({ code, text, fix }) => (
        <Box
          component="li"
          key={`${code}:${text.message}`}
          sx={{ display: 'grid', gap: 0.75, minWidth: 0 }}
        >
          <Typography variant="body2">
            <MeshText text={text} />
          </Typography>
          {fix && <WhatToDo fix={fix} />}
        </Box>
      ))}
    </Box>
  );
}
