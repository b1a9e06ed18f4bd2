import type { Text } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { MeshText } from '../components/MeshText';

/** Why a service is not healthy, a sentence each; what is `said` beside it only there. */
export function HealthReasons(props: {
  reasons: readonly Text[];
  said?: Text;
}) {
  const { said } = props;
  const reasons = props.reasons.filter(
    ({ message }) => message !== said?.message,
  );
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
