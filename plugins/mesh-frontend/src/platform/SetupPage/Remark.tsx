import type { Text } from '@meshport/plugin-mesh-common';
import Alert, { type AlertColor } from '@mui/material/Alert';
import { MeshText } from '../../components/MeshText';

/** A sentence of the backend that somebody has to read. Names of settings in it may break. */
export function Remark(props: { text: Text; severity: AlertColor }) {
  return (
    <Alert severity={props.severity} sx={{ overflowWrap: 'anywhere' }}>
      <MeshText text={props.text} />
    </Alert>
  );
}
