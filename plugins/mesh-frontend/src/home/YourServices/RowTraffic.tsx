import type { ClusterSet } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { HealthBadge } from '../../components/HealthBadge';
import { NARROW_TABLE } from '../../components/NarrowLabel';
import { TrafficCell } from '../../metrics/TrafficCell';
import { hasNumbers } from '../../view/goldenState';
import type { RowTraffic as Traffic } from '../../view/ownServices';

/**
 * How the service is doing where that is worst, and how much comes there; on one line, so
 * without what goes without saying: that nothing comes to an idle one, and that nobody
 * knows how one is doing that nobody counts.
 */
export function RowTraffic(props: {
  traffic: Traffic;
  sets: readonly ClusterSet[];
}) {
  const { traffic, sets } = props;
  const { set, health, golden } = traffic;
  const isKnown = hasNumbers(golden);
  const isFirst = sets[0]?.name === set;
  const title = sets.find(({ name }) => name === set)?.title ?? set;
  return (
    <Box
      sx={{
        display: 'flex',
        columnGap: 1.5,
        whiteSpace: 'nowrap',
        [NARROW_TABLE]: { flexWrap: 'wrap' },
      }}
    >
      {(isKnown || health === 'idle') && <HealthBadge health={health} />}
      {(isKnown || health !== 'idle') && <TrafficCell golden={golden} />}
      {!isFirst && (
        <Box
          component="span"
          sx={{ color: 'text.secondary', typography: 'caption' }}
        >
          {title}
        </Box>
      )}
    </Box>
  );
}
