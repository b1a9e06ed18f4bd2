/** A service of a cluster. */
export interface NamedService {
  namespace: string;
  name: string;
}

/** One service in one cluster. */
export interface StubService extends NamedService {
  /** As in the store's cluster label, and as Istio calls the cluster. */
  cluster: string;
  /** The same in every run: what its numbers are made from. */
  seed: number;
}

/** Calls from one service to another. */
export interface StubEdge {
  from: StubService;
  to: StubService;
  protocol: 'http' | 'grpc' | 'tcp';
  /** Some of its requests fail. */
  fails: boolean;
  seed: number;
}

/** What one store has numbers of. */
export interface StubStore {
  name: string;
  clusters: readonly string[];
  services: readonly StubService[];
  /** Edges that start or end in one of the clusters. */
  edges: readonly StubEdge[];
}

/** What the stub is about. */
export interface StubWorld {
  stores: readonly string[];
  /** Clusters in their order; those of one store follow each other. */
  clusters: readonly { name: string; services: readonly NamedService[] }[];
}

/** Number of the store that has the numbers of a cluster. */
export function storeIndex(
  cluster: number,
  { stores, clusters }: { stores: number; clusters: number },
): number {
  return Math.floor((cluster * stores) / clusters);
}

/** In the own namespace mostly, one in another namespace, and of some the one of the next cluster. */
const CALLERS = [1, 2, 75];
const CROSS_CLUSTER_EVERY = 5;
const GRPC_EVERY = 4;
/** Of edges, and of services. */
export const TCP_EVERY = 20;
const FAILING_EVERY = 10;

function protocolOf(seed: number): StubEdge['protocol'] {
  if (seed % TCP_EVERY === 0) return 'tcp';
  return seed % GRPC_EVERY === 0 ? 'grpc' : 'http';
}

function edgesTo(
  cluster: number,
  all: readonly (readonly StubService[])[],
): StubEdge[] {
  const services = all[cluster];
  return services.flatMap((to, index) =>
    CALLERS.map((step, which): StubEdge => {
      const isCross = which === 2 && index % CROSS_CLUSTER_EVERY === 0;
      const others = isCross ? all[(cluster + 1) % all.length] : services;
      const from = others[(isCross ? index : index + step) % others.length];
      const seed = to.seed * CALLERS.length + which;
      const fails = seed % FAILING_EVERY === 0;
      return { from, to, protocol: protocolOf(seed), fails, seed };
    }),
  );
}

/** Three callers for each service, most of them in its own cluster. */
export function stubStores({ stores, clusters }: StubWorld): StubStore[] {
  const all = clusters.map(({ name, services }, cluster) =>
    services.map((service, index) => ({
      ...service,
      cluster: name,
      seed: cluster * 31 + index,
    })),
  );
  const edges = all.flatMap((_, cluster) => edgesTo(cluster, all));
  const size = { stores: stores.length, clusters: clusters.length };
  return stores.map((name, store) => {
    const isOwn = (_: unknown, cluster: number) =>
      storeIndex(cluster, size) === store;
    const own = new Set(clusters.filter(isOwn).map(one => one.name));
    return {
      name,
      clusters: [...own],
      services: all.filter(isOwn).flat(),
      edges: edges.filter(
        ({ from, to }) => own.has(from.cluster) || own.has(to.cluster),
      ),
    };
  });
}
