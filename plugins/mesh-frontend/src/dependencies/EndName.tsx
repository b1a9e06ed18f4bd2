import { Link } from '@backstage/core-components';
import type { GraphNode } from '@meshport/plugin-mesh-common';
import { useEndName } from './useEndName';
import { useEndPage } from './useEndPage';

/** An end of calls by name, leading to its page where it has one. */
export function EndName({ node }: { node: GraphNode }) {
  const name = useEndName()(node);
  const page = useEndPage()(node);
  return page ? <Link to={page}>{name}</Link> : <>{name}</>;
}
