import { parseEntityRef } from '@backstage/catalog-model';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';

/** Entities side by side; nothing where there are none. */
export function EntityLinks({ entityRefs }: { entityRefs: readonly string[] }) {
  return (
    <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {entityRefs.map(ref => (
        <EntityRefLink key={ref} entityRef={parseEntityRef(ref)} hideIcon />
      ))}
    </Box>
  );
}
