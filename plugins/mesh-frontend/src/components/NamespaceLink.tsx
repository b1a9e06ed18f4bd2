import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { namespaceRouteRef } from '../routes';

/** A namespace of a cluster, leading to its page where the app has it. */
export function NamespaceLink(props: { cluster: string; namespace: string }) {
  const { cluster, namespace } = props;
  const route = useRouteRef(namespaceRouteRef);
  return route ? (
    <Link to={route({ cluster, namespace })}>{namespace}</Link>
  ) : (
    <>{namespace}</>
  );
}
