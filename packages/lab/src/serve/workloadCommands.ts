import {
  CommandError,
  type Command,
  type Commands,
} from '../apiserver/control/Command.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { controllerOf, refOf } from '../controllers/Controller.ts';
import type { Deployment, Pod } from '../controllers/objects.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';

const manager = 'lab';

/** What the commands need of the clusters, by name. */
type Clusters = ReadonlyMap<
  string,
  Pick<SimulatedCluster, 'store' | 'faults' | 'setFaults'>
>;

const workloadKinds = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
];
const scalableKinds = ['deployments.apps', 'statefulsets.apps'];

/** Commands that change workloads as their owners would: their effect comes through the API like any other. */
export function workloadCommands(clusters: Clusters): Commands {
  return {
    'kill-pods': killPods(clusters),
    scale: scale(clusters),
    unready: unready(clusters),
  };
}

/** `heal` of an API server that makes unready pods ready again, too. */
export function healingPodsToo(heal: Command, clusters: Clusters): Command {
  return {
    ...heal,
    run: async args => {
      const done = await heal.run(args);
      const [name] = args;
      for (const [cluster, { setFaults }] of clusters)
        if (cluster === (name ?? cluster)) setFaults([]);
      return done;
    },
  };
}

function killPods(clusters: Clusters): Command {
  return {
    usage: 'CLUSTER NS/NAME [N]',
    summary: 'ends N pods of a workload at once (default: all)',
    run: async ([cluster, path, count]) => {
      const { store } = clusterOf(clusters, cluster);
      const workload = findWorkload(store, path, workloadKinds);
      const pods = podsOf(store, workload);
      const wanted =
        count === undefined ? pods.length : wholeNumber(count, 'N', 1);
      const doomed = pods.slice(0, wanted);
      for (const pod of doomed)
        store.delete(refOf('pods', pod), { gracePeriodSeconds: 0 });
      return {
        message: `${doomed.length} of ${pods.length} pods of ${path} in ${cluster} are gone; its controller makes new ones.`,
        look: watchPods(cluster, path),
      };
    },
  };
}

/** The line to see pods come and go with. */
function watchPods(cluster = '', path = ''): string {
  const [namespace] = path.split('/');
  return `kubectl --context ${cluster} -n ${namespace} get pods -w, with the kubeconfig in .lab; in the portal the card Mesh of its entity`;
}

function scale(clusters: Clusters): Command {
  return {
    usage: 'CLUSTER NS/NAME N',
    summary: 'sets the number of replicas of a Deployment or StatefulSet',
    run: async ([cluster, path, count]) => {
      const { store } = clusterOf(clusters, cluster);
      const ref = findWorkload(store, path, scalableKinds);
      const replicas = wholeNumber(count, 'N', 0);
      const before = store.get<Deployment>(ref)?.spec.replicas ?? 1;
      store.modify<Deployment>(
        ref,
        workload => {
          workload.spec.replicas = replicas;
        },
        { manager },
      );
      const undo = ['scale', cluster ?? '', path ?? '', String(before)];
      return {
        message: `${path} in ${cluster} is asked for ${replicas} ${
          replicas === 1 ? 'replica' : 'replicas'
        } instead of ${before}.`,
        look: watchPods(cluster, path),
        ...(before === replicas ? {} : { undo }),
      };
    },
  };
}

function unready(clusters: Clusters): Command {
  return {
    usage: 'CLUSTER NS/NAME [NODE]',
    summary:
      'a pod, or the pods of a workload (on a node), run and are not ready',
    run: async ([cluster, path = '', node]) => {
      const { store, faults, setFaults } = clusterOf(clusters, cluster);
      const [namespace, name] = path.split('/');
      if (node && !store.get({ resource: 'nodes', name: node })) {
        const nodes = store.list('nodes').items.map(n => n.metadata.name);
        throw new CommandError(
          `There is no node "${node}". Nodes: ${nodes.join(', ')}.`,
        );
      }
      const isPod = store.get({ resource: 'pods', namespace, name });
      const fault = isPod
        ? { matchLabels: {}, pod: name }
        : { matchLabels: labelsOf(store, path), ...(node ? { node } : {}) };
      setFaults([{ namespace, unready: true, ...fault }, ...faults]);
      const where = node ? ` on ${node}` : '';
      return {
        message: `${path}${where} in ${cluster} is not ready until it is healed.`,
        look: watchPods(cluster, path),
        undo: ['heal', cluster ?? ''],
      };
    },
  };
}

/** The labels that a workload selects its pods by. */
function labelsOf(store: Store, path: string): Record<string, string> {
  const workload = store.get<Deployment>(
    findWorkload(store, path, workloadKinds),
  );
  return workload?.spec.selector.matchLabels ?? {};
}

function clusterOf(clusters: Clusters, name: string | undefined) {
  const cluster = clusters.get(name ?? '');
  if (cluster) return cluster;
  const known = [...clusters.keys()].join(', ');
  throw new CommandError(
    `${
      name ? `There is no cluster "${name}"` : 'Name a cluster'
    }. Clusters: ${known}.`,
  );
}

function findWorkload(
  store: Store,
  path: string | undefined,
  kinds: readonly string[],
): ObjectRef {
  const [namespace, name] = (path ?? '').split('/');
  for (const resource of kinds) {
    const ref = { resource, namespace, name };
    if (name && store.get(ref)) return ref;
  }
  const known = kinds
    .flatMap(resource => store.list(resource).items)
    .map(
      workload => `${workload.metadata.namespace}/${workload.metadata.name}`,
    );
  const problem = path
    ? `There is no workload "${path}"`
    : 'Name a workload as NS/NAME';
  throw new CommandError(`${problem}. Workloads: ${known.sort().join(', ')}.`);
}

function podsOf(store: Store, ref: ObjectRef): Pod[] {
  const uids = new Set([store.get(ref)?.metadata.uid]);
  const owned = (object: KubeObject) => uids.has(controllerOf(object)?.uid);
  for (const set of store.list('replicasets.apps', ref).items.filter(owned))
    uids.add(set.metadata.uid);
  return store.list<Pod>('pods', ref).items.filter(owned);
}

function wholeNumber(
  text: string | undefined,
  name: string,
  min: number,
): number {
  const number = Number(text);
  if (text && Number.isInteger(number) && number >= min && number <= 500)
    return number;
  throw new CommandError(
    `${name} has to be a whole number from ${min} to 500${
      text ? `, not "${text}"` : ''
    }.`,
  );
}
