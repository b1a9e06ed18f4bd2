import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { meshTranslationRef } from '../../translation';
import {
  foldLines,
  type ClusterLine,
  type SetBlock,
} from '../../view/clusterLines';
import { ClusterLineRow, linesLayout } from './ClusterLineRow';
import { SetHeadline } from './SetHeadline';
import { StandInList } from './StandInList';

/** One cluster set: its headline, and a line per cluster, worst first. */
export function ClusterSetBlock(props: {
  block: SetBlock;
  clusters: readonly ClusterSummary[];
  onShowHow(line: ClusterLine): void;
}) {
  const { block, clusters, onShowHow } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [unfolded, setUnfolded] = useState(false);
  const { shown, folded } = foldLines(block.lines);
  const visible = unfolded ? [...shown, ...folded] : shown;
  const { order, hold } = useHeldOrder(visible.map(line => line.id));
  return (
    <Box
      component="section"
      aria-label={block.set.title}
      sx={{ containerType: 'inline-size' }}
    >
      <SetHeadline block={block} />
      <Box
        component="ul"
        sx={linesLayout({
          haveServiceNames: block.lines.some(line => line.isOneOfSeveral),
        })}
        {...hold}
      >
        {order.flatMap(id => {
          const line = visible.find(candidate => candidate.id === id);
          return line
            ? [<ClusterLineRow key={id} line={line} onShowHow={onShowHow} />]
            : [];
        })}
      </Box>
      <StandInList standIns={block.standIns} clusters={clusters} />
      {folded.length > 0 && (
        <Link
          component="button"
          type="button"
          variant="body2"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded
            ? t('card.fewer')
            : t('card.andEnrolled', { count: folded.length })}
        </Link>
      )}
    </Box>
  );
}
