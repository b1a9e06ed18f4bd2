import type { TestLab } from './TestLab';

/** Where a host name leads, as the objects of one cluster have it. */
interface ResolvedHost {
  ready: number;
  total: number;
  ports: number[];
  /** What proxies ask other clusters for; empty where the endpoints are all there is. */
  asksFor: string;
}

interface Service {
  metadata: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec: { ports?: { port: number }[] };
}

interface Slices {
  items: {
    endpoints?:
      | { addresses: string[]; conditions: { ready?: boolean } }[]
      | null;
  }[];
}

const REMOTE = 'multicluster.linkerd.io/remote-discovery';
const REMOTE_SERVICE = 'multicluster.linkerd.io/remote-service';

/** From the Service of that name through its EndpointSlices to addresses, as a resolver and a proxy go. */
export async function resolveHost(
  lab: TestLab,
  cluster: string,
  host: string,
): Promise<ResolvedHost> {
  const [name, namespace, svc] = host.split('.');
  if (svc !== 'svc') throw new Error(`${host} is no name of a Service`);
  const { status, body } = await lab.request(
    cluster,
    `/api/v1/namespaces/${namespace}/services/${name}`,
  );
  if (status !== 200) throw new Error(`There is no Service for ${host}`);
  const { metadata, spec } = body as Service;
  const selector = encodeURIComponent(`kubernetes.io/service-name=${name}`);
  const slices = await lab.request(
    cluster,
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`,
  );
  const endpoints = (slices.body as Slices).items.flatMap(
    slice => slice.endpoints ?? [],
  );
  return {
    ready: endpoints.filter(({ conditions }) => conditions.ready).length,
    total: endpoints.length,
    ports: (spec.ports ?? []).map(({ port }) => port),
    asksFor:
      metadata.annotations?.[REMOTE] ?? metadata.labels?.[REMOTE_SERVICE] ?? '',
  };
}
