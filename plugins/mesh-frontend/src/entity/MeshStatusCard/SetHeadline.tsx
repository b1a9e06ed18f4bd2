import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { MtlsWord } from '../../components/MtlsWord';
import { useLocale } from '../../hooks/useLocale';
import { meshTranslationRef } from '../../translation';
import type { SetBlock } from '../../view/clusterLines';
import {
  headline,
  mtlsSummary,
  type HeadlineFragment,
} from '../../view/headline';

/** Clusters that a headline names; more are counted. */
const MAX_NAMES = 3;

function useHeadline() {
  const { t } = useTranslationRef(meshTranslationRef);
  const locale = useLocale();
  return (fragments: readonly HeadlineFragment[]) => {
    const list = new Intl.ListFormat(locale, { type: 'conjunction' });
    const words = fragments.map(({ kind, clusters }, index) => {
      const where =
        clusters.length > MAX_NAMES
          ? t('headline.clusters', { count: clusters.length })
          : list.format(clusters);
      return kind === 'partly' && index > 0
        ? t('headline.partlyAfterIn', { where })
        : t(`headline.${kind}`, { where });
    });
    const sentence = words.join(', ');
    return sentence.charAt(0).toLocaleUpperCase(locale) + sentence.slice(1);
  };
}

/** The set's name, what it amounts to, and the weakest mTLS of its pods. */
export function SetHeadline({ block }: { block: SetBlock }) {
  const sentence = useHeadline();
  const mtls = mtlsSummary(block.lines);
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        alignItems: 'baseline',
        mb: 0.5,
      }}
    >
      <Typography
        variant="subtitle2"
        component="h4"
        sx={{ m: 0, fontWeight: 'fontWeightBold' }}
      >
        {block.set.title}
      </Typography>
      <Typography variant="body2" component="p" sx={{ flex: '1 1 14rem' }}>
        {sentence(headline(block.lines))}
      </Typography>
      {mtls && (
        <Typography variant="body2" component="p">
          <MtlsWord {...mtls} />
        </Typography>
      )}
    </Box>
  );
}
