import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { clusterRouteRef } from '../routes';

/** A cluster, leading to its page where the app has it. */
export function ClusterLink(props: { name: string; displayName: string }) {
  const { name, displayName } = props;
  const route = useRouteRef(clusterRouteRef);
  return route ? (
    <Link to={route({ cluster: name })}>{displayName}</Link>
  ) : (
    <>{displayName}</>
  );
}
