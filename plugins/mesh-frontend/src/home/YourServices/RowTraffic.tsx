import type { ClusterSet } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { HealthBadge } from '../../components/HealthBadge';
import { TrafficCell } from '../../metrics/TrafficCell';
import type { RowTraffic as Traffic } from '../../view/ownServices';

/** How the service is doing where that is worst, and how much comes there. */
export function RowTraffic(props: {
  traffic: Traffic;
  sets: readonly ClusterSet[];
}) {
  const { traffic, sets } = props;
  const { set, health, golden } = traffic;
  const isFirst = sets[0]?.name === set;
  const title = sets.find(({ name }) => name === set)?.title ?? set;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1.5,
        whiteSpace: 'nowrap',
      }}
    >
      <HealthBadge health={health} />
      <TrafficCell golden={golden} />
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
