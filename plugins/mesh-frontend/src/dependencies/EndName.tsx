import { Link } from '@backstage/core-components';
import type { GraphNode } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { useEndName } from './useEndName';
import { useEndPage } from './useEndPage';

/** An end of calls by name, leading to its page where it has one; below it its `place`. */
export function EndName({ node, place }: { node: GraphNode; place?: string }) {
  const name = useEndName()(node);
  const page = useEndPage()(node);
  return (
    <>
      {page ? <Link to={page}>{name}</Link> : name}
      {place && (
        <Box
          component="span"
          sx={{
            display: 'block',
            color: 'text.secondary',
            typography: 'caption',
          }}
        >
          {place}
        </Box>
      )}
    </>
  );
}
