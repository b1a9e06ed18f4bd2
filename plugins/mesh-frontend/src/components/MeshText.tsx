import type { Text } from '@meshport/plugin-mesh-common';
import { useMeshText } from '../hooks/useMeshText';

/** A sentence of an answer, in the reader's language. */
export function MeshText(props: { text: Text }) {
  return <>{useMeshText()(props.text)}</>;
}
