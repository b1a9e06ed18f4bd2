import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Verdict } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { MeshText } from '../components/MeshText';
import { RelativeTime } from '../components/RelativeTime';
import { meshTranslationRef } from '../translation';

/** "Is it me?", answered in one sentence from who called whom. */
export function VerdictNote({ verdict }: { verdict?: Verdict }) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (!verdict) return null;
  const { text, since } = verdict;
  // Most sentences say the time themselves.
  const saysSince =
    since === undefined || Object.values(text.params).includes(since);
  return (
    <Box
      role="note"
      aria-label={t('verdict.title')}
      sx={{
        typography: 'body1',
        borderLeft: 4,
        borderColor: 'divider',
        pl: 1.5,
      }}
    >
      <Box component="span" sx={{ fontWeight: 'fontWeightBold' }}>
        {t('verdict.title')}
      </Box>{' '}
      <MeshText text={text} />{' '}
      {!saysSince && t('verdict.since', { age: <RelativeTime time={since} /> })}
    </Box>
  );
}
