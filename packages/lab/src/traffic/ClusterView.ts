import type { Change } from '../apiserver/History.ts';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { EndpointSlice, Pod, Service } from '../controllers/objects.ts';
import { grouped } from './grouped.ts';
import { placeOf, type Place } from './Place.ts';

const SLICES = 'endpointslices.discovery.k8s.io';
const SERVICE_NAME = 'kubernetes.io/service-name';
const SOURCE_CLUSTER = 'multicluster.kubernetes.io/source-cluster';

/** Written all the time, and no business of traffic. */
const IRRELEVANT = [
  'events',
  'events.events.k8s.io',
  'nodes',
  'leases.coordination.k8s.io',
];

export interface ServiceView {
  service: Service;
  /** The ready pods of its EndpointSlices. */
  places: readonly Place[];
  /** Addresses in its EndpointSlices that are in another cluster, which is called that by the mesh that put them there. */
  remote: readonly { cluster: string; address: string }[];
}

/** What traffic needs to know of a cluster; looks again after every change of its objects. */
export class ClusterView {
  readonly name: string;
  readonly store: Store;
  private stale = true;
  private looks = 0;
  private byAddress = new Map<string, Place>();
  private byPod = new Map<string, Place>();
  private byWorkload = new Map<string, Place[]>();
  private services = new Map<string, ServiceView>();
  private readonly seen = new WeakMap<Pod, Place>();

  constructor(name: string, store: Store) {
    this.name = name;
    this.store = store;
  }

  /** Answers with what ends it. */
  watch(): () => void {
    return this.store.watch(({ resource }: Change) => {
      if (!IRRELEVANT.includes(resource)) this.stale = true;
    });
  }

  /** Looks again if anything has changed; answers with how often it has looked. */
  refresh(): number {
    if (!this.stale) return this.looks;
    this.stale = false;
    this.looks += 1;
    this.byAddress = new Map();
    this.byPod = new Map();
    this.byWorkload = new Map();
    this.services = new Map();
    for (const pod of this.store.list<Pod>('pods').items) this.addPod(pod);
    const slices = grouped(
      this.store.list<EndpointSlice>(SLICES).items,
      ({ metadata }) =>
        `${metadata.namespace}/${metadata.labels?.[SERVICE_NAME]}`,
    );
    for (const service of this.store.list<Service>('services').items) {
      const key = keyOf(service);
      this.services.set(key, this.serviceView(service, slices.get(key) ?? []));
    }
    return this.looks;
  }

  placeAt(address: string): Place | undefined {
    return this.byAddress.get(address);
  }

  service(namespace: string, name: string): ServiceView | undefined {
    return this.services.get(`${namespace}/${name}`);
  }

  allServices(): Iterable<ServiceView> {
    return this.services.values();
  }

  allPlaces(): Iterable<Place> {
    return [...this.byWorkload.values()].flat();
  }

  /** Its pods, ready or not. */
  workload(namespace: string, name: string): readonly Place[] {
    return this.byWorkload.get(`${namespace}/${name}`) ?? [];
  }

  /** The objects of a kind, none where the cluster does not serve it. */
  list<T extends KubeObject>(
    resource: string,
    namespace?: string,
  ): readonly T[] {
    if (!this.store.kinds.get(resource)) return [];
    return this.store.list<T>(resource, { namespace }).items;
  }

  private addPod(pod: Pod): void {
    const place = this.seen.get(pod) ?? placeOf(this.name, this.store, pod);
    if (!place) return;
    this.seen.set(pod, place);
    const { podIp, namespace, workload } = place.end;
    // Pods on the host network share the node's address; the first one is as good as any.
    if (!this.byAddress.has(podIp)) this.byAddress.set(podIp, place);
    const key = `${namespace}/${workload}`;
    const others = this.byWorkload.get(key);
    if (others) others.push(place);
    else this.byWorkload.set(key, [place]);
    this.byPod.set(`${namespace}/${place.end.pod}`, place);
  }

  private serviceView(
    service: Service,
    slices: readonly EndpointSlice[],
  ): ServiceView {
    const places: Place[] = [];
    const remote: ServiceView['remote'][number][] = [];
    for (const slice of slices) {
      const source = slice.metadata.labels?.[SOURCE_CLUSTER];
      for (const endpoint of slice.endpoints ?? []) {
        if (!endpoint.conditions.ready) continue;
        const [address] = endpoint.addresses;
        if (source) {
          remote.push({ cluster: source, address });
          continue;
        }
        const target = endpoint.targetRef?.name;
        const place =
          this.byPod.get(`${service.metadata.namespace}/${String(target)}`) ??
          this.placeAt(address);
        if (place) places.push(place);
      }
    }
    return { service, places, remote };
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}
