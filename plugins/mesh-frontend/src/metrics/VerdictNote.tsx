import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Health, Verdict } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import type { Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { MeshText } from '../components/MeshText';
import { RelativeTime } from '../components/RelativeTime';
import { useLocale } from '../hooks/useLocale';
import { meshTranslationRef } from '../translation';
import { clockTime } from '../view/relativeTime';

/** Since when, as somebody would say it who looks at a clock in an incident. */
function Since({ since, health }: { since: string; health?: Health }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const locale = useLocale();
  const state =
    health === 'failing' || health === 'degraded' ? health : 'unwell';
  return (
    <>
      {t(`verdict.since.${state}`, {
        time: clockTime(since, { now: Date.now(), locale }),
        age: <RelativeTime time={since} />,
      })}{' '}
    </>
  );
}

/** "Is it me?", answered in one sentence from who called whom. */
export function VerdictNote(props: {
  verdict?: Verdict;
  health?: Health;
  /** Beside the sentence, such as a way to what it names. */
  children?: ReactNode;
}) {
  const { verdict, health, children } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (!verdict) return null;
  const { text, since } = verdict;
  return (
    <Box
      role="note"
      aria-label={t('verdict.title')}
      sx={{
        typography: 'body1',
        borderLeft: 4,
        borderColor: ({ palette }) => borderOf(palette, verdict, health),
        pl: 1.5,
      }}
    >
      <Box component="span" sx={{ fontWeight: 'fontWeightBold' }}>
        {t('verdict.title')}
      </Box>{' '}
      {since !== undefined && <Since since={since} health={health} />}
      <MeshText text={text} /> {children}
    </Box>
  );
}

/** The words say it; the colour finds it on a long page. */
function borderOf(
  { divider, status }: Theme['palette'],
  { place }: Verdict,
  health?: Health,
): string {
  if (place === 'fine') return divider;
  return health === 'failing' ? status.error : status.warning;
}
