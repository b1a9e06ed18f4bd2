import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Typography from '@mui/material/Typography';
import { MeshText } from '../../components/MeshText';
import { useLinePlace } from '../../hooks/useLinePlace';
import { meshTranslationRef } from '../../translation';
import type { ClusterLine } from '../../view/clusterLines';

/** The card's one sentence, with the one change that mends it. */
export function WorstReason({ line }: { line: ClusterLine }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const place = useLinePlace();
  const [reason] = line.reasons;
  return (
    <Typography variant="body2">
      {t('services.inCluster', {
        cluster: place(line),
        text: <MeshText text={reason.text} />,
      })}{' '}
      {reason.fix && <MeshText text={reason.fix.text} />}
    </Typography>
  );
}
