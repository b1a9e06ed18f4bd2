import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  meshServiceReadPermission,
  type GraphNode,
} from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { meshTranslationRef } from '../translation';

/** How many ends of the calls the viewer may not see, and what it takes. */
export function HiddenEnds({ nodes }: { nodes: readonly GraphNode[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const count = nodes.filter(({ kind }) => kind === 'hidden').length;
  if (count === 0) return null;
  return (
    <Typography variant="body2" color="text.secondary">
      {t('dependencies.hiddenEnds', {
        count,
        permission: meshServiceReadPermission.name,
      })}
    </Typography>
  );
}
