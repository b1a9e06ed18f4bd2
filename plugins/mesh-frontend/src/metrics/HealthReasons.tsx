import type { Text } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { MeshText } from '../components/MeshText';

/** Why a service is not healthy, a sentence each. */
export function HealthReasons({ reasons }: { reasons: readonly Text[] }) {
  if (reasons.length === 0) return null;
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, typography: 'body2' }}
    >
      {reasons.map(reason => (
        <li key={reason.message}>
          <MeshText text={reason} />
        </li>
      ))}
    </Box>
  );
}
