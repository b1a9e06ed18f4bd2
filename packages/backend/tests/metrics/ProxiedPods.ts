import type { TestLab } from '../harness/TestLab';

/** Name of the container that is a mesh's proxy, by the mesh. */
const PROXIES: Readonly<Record<string, string>> = {
  istio: 'istio-proxy',
  linkerd: 'linkerd-proxy',
  consul: 'consul-dataplane',
};

/** What istio-cni writes on a pod whose connections the ztunnel of its node takes. */
const AMBIENT = 'ambient.istio.io/redirection';

interface Pod {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: Partial<Record<'containers' | 'initContainers', { name: string }[]>>;
}

/** Which pods have a proxy beside them, or a ztunnel on their node that counts for them. */
export class ProxiedPods {
  readonly #containers: ReadonlyMap<string, readonly string[]>;

  private constructor(containers: ReadonlyMap<string, readonly string[]>) {
    this.#containers = containers;
  }

  static async read(lab: TestLab): Promise<ProxiedPods> {
    const containers = new Map<string, string[]>();
    for (const cluster of lab.clusters()) {
      const { body } = await lab.request(cluster, '/api/v1/pods');
      for (const { metadata, spec } of (body as { items: Pod[] }).items) {
        const all = [
          ...(spec.initContainers ?? []),
          ...(spec.containers ?? []),
        ];
        const names = all.map(({ name }) => name);
        const isAmbient = metadata.annotations?.[AMBIENT] === 'enabled';
        containers.set(
          `${cluster}/${metadata.name}`,
          isAmbient ? [...names, PROXIES.istio] : names,
        );
      }
    }
    return new ProxiedPods(containers);
  }

  has(cluster: string, pod: string | undefined, mesh: string): boolean {
    const names = this.#containers.get(`${cluster}/${pod}`) ?? [];
    return names.includes(PROXIES[mesh]);
  }
}
