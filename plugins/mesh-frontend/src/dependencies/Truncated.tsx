import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Graph } from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { useLocale } from '../hooks/useLocale';
import { meshTranslationRef } from '../translation';

/** "Showing 200 of 1,340", where an answer does not hold everything. */
export function Truncated({
  answer,
}: {
  answer: Pick<Graph, 'nodes' | 'edges' | 'truncated'>;
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const locale = useLocale();
  const { nodes, edges, truncated } = answer;
  if (!truncated) return null;
  const format = (count: number) => new Intl.NumberFormat(locale).format(count);
  return (
    <Typography variant="body2">
      {truncated.nodes > nodes.length &&
        t('dependencies.truncated', {
          shown: format(nodes.length),
          total: format(truncated.nodes),
        })}{' '}
      {truncated.edges > edges.length &&
        t('dependencies.truncatedCalls', {
          shown: format(edges.length),
          total: format(truncated.edges),
        })}
    </Typography>
  );
}
