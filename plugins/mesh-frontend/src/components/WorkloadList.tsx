import type { WorkloadView } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { WorkloadDetails } from './WorkloadDetails';

/** Workloads one below the other, as they are sorted by the server. */
export function WorkloadList(props: { workloads: readonly WorkloadView[] }) {
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}
    >
      {props.workloads.map(workload => (
        <li key={`${workload.ref.kind}/${workload.ref.name}`}>
          <WorkloadDetails workload={workload} />
        </li>
      ))}
    </Box>
  );
}
