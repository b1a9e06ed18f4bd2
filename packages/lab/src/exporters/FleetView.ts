import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { podFacts, type PodFacts } from './PodFacts.ts';

/** A cluster whose objects are read. */
export interface ViewedCluster {
  readonly name: string;
  readonly store: Store;
}

interface PodOfCluster {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
}

/** Kinds besides pods of which counting depends: policies, defaults, names. */
const SETTINGS = [
  'configmaps',
  'services',
  'ciliumnetworkpolicies.cilium.io',
  'ciliumclusterwidenetworkpolicies.cilium.io',
  'proxydefaults.consul.hashicorp.com',
  'servicedefaults.consul.hashicorp.com',
  'peeringacceptors.consul.hashicorp.com',
  'peeringdialers.consul.hashicorp.com',
  'httproutes.gateway.networking.k8s.io',
  'httproutes.policy.linkerd.io',
];

/** What the objects of all clusters say about who counts calls, read once per change. */
export class FleetView {
  private readonly stores: ReadonlyMap<string, Store>;
  private readonly pods = new Map<string, Map<string, PodFacts>>();
  private readonly ends: (() => void)[] = [];

  /**
   * @param onChange called after a change that calls may be counted differently by
   * @param onGone called when what a pod counted is gone with it
   */
  constructor(
    clusters: readonly ViewedCluster[],
    listeners: { onChange(): void; onGone(pod: PodFacts): void },
  ) {
    this.stores = new Map(clusters.map(({ name, store }) => [name, store]));
    for (const { name, store } of clusters) {
      const known = new Map<string, PodFacts>();
      for (const pod of store.list('pods').items) this.read(name, known, pod);
      this.pods.set(name, known);
      this.ends.push(
        store.watch(({ resource, object, type }) => {
          if (resource === 'pods')
            this.podChanged({ cluster: name, object, type }, listeners);
          else if (SETTINGS.includes(resource)) listeners.onChange();
        }),
      );
    }
  }

  stop(): void {
    for (const end of this.ends) end();
  }

  pod({ cluster, namespace, pod }: PodOfCluster): PodFacts | undefined {
    return this.pods.get(cluster)?.get(`${namespace}/${pod}`);
  }

  /** Pods of a cluster that something is true of. */
  podsOf(cluster: string, where: (pod: PodFacts) => boolean): PodFacts[] {
    return [...(this.pods.get(cluster)?.values() ?? [])].filter(where);
  }

  /** The ztunnel or agent on a node; undefined where none runs. */
  onNode(
    { cluster, node }: { cluster: string; node: string },
    role: 'isZtunnel' | 'isCiliumAgent',
  ): PodFacts | undefined {
    return this.podsOf(cluster, pod => pod.node === node && pod[role])[0];
  }

  get clusters(): string[] {
    return [...this.stores.keys()];
  }

  /** Objects of a kind; none where it is not served. */
  list<T extends KubeObject>(
    cluster: string,
    resource: string,
    scope?: { namespace: string },
  ): readonly T[] {
    const store = this.stores.get(cluster);
    return store?.kinds.get(resource)
      ? store.list<T>(resource, scope).items
      : [];
  }

  private read(
    cluster: string,
    known: Map<string, PodFacts>,
    object: KubeObject,
  ): PodFacts | undefined {
    const facts = podFacts(cluster, object);
    if (facts) known.set(`${facts.namespace}/${facts.name}`, facts);
    return facts;
  }

  private podChanged(
    change: { cluster: string; object: KubeObject; type: string },
    listeners: { onChange(): void; onGone(pod: PodFacts): void },
  ): void {
    const { cluster, object, type } = change;
    const known = this.pods.get(cluster) ?? new Map<string, PodFacts>();
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    const before = known.get(key);
    known.delete(key);
    const now =
      type === 'DELETED' ? undefined : this.read(cluster, known, object);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    if (before && before.generation !== now?.generation)
      listeners.onGone(before);
    listeners.onChange();
  }
}
