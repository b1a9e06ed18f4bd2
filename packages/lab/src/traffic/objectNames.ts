import { CommandError } from '../apiserver/control/Command.ts';
import type { ClusterView } from './ClusterView.ts';
import type { Place } from './Place.ts';

export type Views = ReadonlyMap<string, ClusterView>;

/** A CommandError that says which clusters there are, for any other name. */
export function clusterNamed(
  views: Views,
  name: string | undefined,
): ClusterView {
  const view = views.get(name ?? '');
  if (view) {
    view.refresh();
    return view;
  }
  const known = [...views.keys()].join(', ');
  throw new CommandError(
    `${
      name ? `There is no cluster "${name}"` : 'Name a cluster'
    }. Clusters: ${known}.`,
  );
}

export interface Callable {
  namespace: string;
  name: string;
  /** Pods of the workload, or behind the Service. */
  places: readonly Place[];
}

/** A workload or a Service that has pods, by `NS/NAME`. */
export function callableNamed(
  view: ClusterView,
  path: string | undefined,
): Callable {
  const [namespace = '', name = ''] = (path ?? '').split('/');
  const workload = view.workload(namespace, name);
  const places =
    workload.length > 0
      ? workload
      : view.service(namespace, name)?.places ?? [];
  if (places.length > 0) return { namespace, name, places };
  const known = new Set<string>();
  for (const { end } of view.allPlaces())
    known.add(`${end.namespace}/${end.workload}`);
  const problem = path
    ? `No workload and no Service "${path}" with pods is in ${view.name}`
    : 'Name a workload as NS/NAME';
  throw new CommandError(
    `${problem}. Workloads: ${[...known].sort().join(', ')}.`,
  );
}

/** `CLUSTER/NS/NAME` */
export function endNamed(
  views: Views,
  path: string | undefined,
): { view: ClusterView; callable: Callable } {
  const [cluster, ...rest] = (path ?? '').split('/');
  if (!path || rest.length !== 2)
    throw new CommandError(
      `Name caller and callee as CLUSTER/NS/NAME${
        path ? `, not "${path}"` : ''
      }. Clusters: ${[...views.keys()].join(', ')}.`,
    );
  const view = clusterNamed(views, cluster);
  return { view, callable: callableNamed(view, rest.join('/')) };
}
