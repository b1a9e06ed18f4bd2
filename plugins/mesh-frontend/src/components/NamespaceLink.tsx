import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { namespaceRouteRef } from '../routes';

/** A namespace of a cluster, leading to its page where the app has it. */
export function NamespaceLink(props: {
  cluster: string;
  namespace: string;
  /** What is written; the name of the namespace if nothing else. */
  children?: ReactNode;
}) {
  const { cluster, namespace, children = namespace } = props;
  const route = useRouteRef(namespaceRouteRef);
  return route ? (
    <Link to={route({ cluster, namespace })}>{children}</Link>
  ) : (
    <>{children}</>
  );
}
