import type {
  Graph,
  Membership,
  ObjectRef,
  RequestForm,
} from '@meshport/plugin-mesh-common';
import type { CheckedCaller } from '@meshport/plugin-mesh-node';
import type { ClusterModel } from '../model/ClusterModel';

type Node = Graph['nodes'][number];

/** Models of all clusters, by name. */
export type Models = ReadonlyMap<string, ClusterModel>;

interface Known {
  readonly ref: ObjectRef;
  readonly membership: readonly Membership[];
}

/** What runs behind a node; nothing where the node is no service and no workload. */
function runningBehind(node: Node, models: Models): Known[] {
  const { cluster = '', kind, namespace, name } = node;
  const model = models.get(cluster);
  if (!model) return [];
  const isNode = (one: { namespace: string; name: string }) =>
    one.namespace === namespace && one.name === name;
  const keys =
    kind === 'service'
      ? model.services.filter(isNode).flatMap(({ workloads }) => workloads)
      : [];
  const workloads = [...model.workloads.values()];
  const found =
    kind === 'workload'
      ? workloads.filter(isNode)
      : keys.flatMap(key => model.workloads.get(key) ?? []);
  return found.map(({ ref, membership }) => ({ ref, membership }));
}

/** A mesh has a caller if it has all of its pods. */
function meshesOf(membership: readonly Membership[]): string[] {
  return membership
    .filter(({ mesh, state }) => mesh !== '' && state === 'enrolled')
    .map(({ mesh }) => mesh);
}

function callersAt(
  node: Node,
  { models, visible }: { models: Models; visible: ReadonlySet<string> },
): CheckedCaller[] {
  const { id, cluster } = node;
  const running = runningBehind(node, models);
  const place = cluster === undefined ? {} : { cluster };
  if (running.length === 0) return [{ ...place, meshes: [], known: false }];
  return running.map(({ ref, membership }) => ({
    ...place,
    ...(visible.has(id) ? { ref } : {}),
    meshes: meshesOf(membership),
    known: membership.every(({ state }) => state !== 'unknown'),
  }));
}

function isTarget(
  { cluster, namespace, name }: Node,
  here: string,
  form: RequestForm,
): boolean {
  const isNamed = !('service' in form) || form.service === name;
  return cluster === here && namespace === form.namespace && isNamed;
}

/**
 * Who calls, in one cluster, what a form is about; from outside of its namespace, as far
 * as the graph of calls tells. Undefined where no metrics store has told of the cluster, or
 * there are too many to tell all.
 */
export function callersOf(
  form: RequestForm,
  here: string,
  known: {
    readonly graph: Graph;
    readonly models: Models;
    /** Ids of nodes that may be named to whoever asks. */
    readonly visible: ReadonlySet<string>;
  },
): CheckedCaller[] | undefined {
  const { at, nodes, edges, sources, truncated } = known.graph;
  const isSilent = sources.some(
    ({ cluster, part, status }) =>
      cluster === here && part === 'metrics' && status !== 'live',
  );
  // Who calls little is left out first, and may be the one who is refused.
  if (at === undefined || isSilent || truncated) return undefined;
  const byId = new Map(nodes.map(node => [node.id, node]));
  const callers = edges.flatMap(({ from, to }) => {
    const [caller, callee] = [byId.get(from), byId.get(to)];
    if (!caller || !callee || !isTarget(callee, here, form)) return [];
    const isInside =
      caller.cluster === here && caller.namespace === form.namespace;
    return isInside ? [] : [caller];
  });
  return [...new Set(callers)].flatMap(node => callersAt(node, known));
}
