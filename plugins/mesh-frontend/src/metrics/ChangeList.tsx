import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { MeshText } from '../components/MeshText';
import { RelativeTime } from '../components/RelativeTime';
import { meshTranslationRef } from '../translation';
import { displayNameOf } from '../view/names';
import type { NumberedChange } from '../view/changeMarks';

/** What was changed, each with the number of its line in the charts. */
export function ChangeList(props: {
  changes: readonly NumberedChange[];
  clusters: readonly ClusterSummary[];
}) {
  const { changes, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (changes.length === 0) {
    return (
      <Typography variant="body2" color="text.secondary">
        {t('changes.none')}
      </Typography>
    );
  }
  return (
    <Box
      component="ol"
      sx={{ m: 0, pl: 3, typography: 'body2', display: 'grid', gap: 0.5 }}
    >
      {changes.map(({ number, change }) => (
        <li
          key={`${change.at}/${change.object.kind}/${change.object.name}`}
          value={number}
        >
          {t('services.inCluster', {
            cluster: displayNameOf(clusters, change.object.cluster),
            text: <MeshText text={change.text} />,
          })}{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            <RelativeTime time={change.at} />
            {change.writer && `, ${t('changes.by', { writer: change.writer })}`}
          </Box>
        </li>
      ))}
    </Box>
  );
}
