import { isDeepStrictEqual } from 'node:util';
import type { World } from './World';

const NAMESPACE = '/api/v1/namespaces/orders';
const PODS = '/api/v1/namespaces/orders/pods';
const DEPLOYMENT =
  '/apis/apps/v1/namespaces/orders/deployments/order-processor';
const POLICIES =
  '/apis/security.istio.io/v1/namespaces/orders/peerauthentications';

const NO_LABELS = { 'istio-injection': null, 'istio.io/rev': null };

/** The parts of a pod that say whether it runs and has a proxy. */
interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  spec: {
    containers: { name: string }[];
    initContainers?: { name: string }[];
  };
  status: {
    phase: string;
    conditions?: { type: string; status: string }[];
  };
}

interface Deployment {
  metadata: { labels?: Record<string, string> };
  spec: {
    replicas: number;
    template: {
      metadata: {
        labels: Record<string, string>;
        annotations?: Record<string, string>;
      };
      spec: Record<string, unknown>;
    };
  };
}

function hasProxy({ spec }: Pod): boolean {
  return [...spec.containers, ...(spec.initContainers ?? [])].some(
    ({ name }) => name === 'istio-proxy',
  );
}

function isReady({ status }: Pod): boolean {
  return (status.conditions ?? []).some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );
}

/**
 * Namespace `orders` of the lab with its Deployment order-processor, directly through the API server: tests bring it
 * into the state that they are about, and back.
 */
export class OrdersNamespace {
  readonly #world: World;
  readonly #cluster: string;
  readonly #original: Deployment;

  private constructor(world: World, cluster: string, original: Deployment) {
    this.#world = world;
    this.#cluster = cluster;
    this.#original = original;
  }

  /** To be called while the Deployment is as the lab made it. */
  static async of(world: World, cluster: string): Promise<OrdersNamespace> {
    const { body } = await world.lab.request(cluster, DEPLOYMENT);
    return new OrdersNamespace(world, cluster, body as Deployment);
  }

  #patch(path: string, body: unknown): Promise<void> {
    return this.#world.lab.patch(this.#cluster, path, body);
  }

  /** Sets exactly these injection labels; those that are not given are taken away. */
  async label(
    labels: Partial<Record<keyof typeof NO_LABELS, string>>,
  ): Promise<void> {
    await this.#patch(NAMESPACE, {
      metadata: { labels: { ...NO_LABELS, ...labels } },
    });
  }

  async scale(replicas: number): Promise<void> {
    await this.#patch(DEPLOYMENT, { spec: { replicas } });
  }

  /** Changes the pod template, by which the pods are replaced. */
  async changeTemplate(template: unknown): Promise<void> {
    await this.#patch(DEPLOYMENT, { spec: { template } });
  }

  /** A PeerAuthentication for the namespace; replaces an earlier one. */
  async requireMtls(mode: 'STRICT' | 'PERMISSIVE'): Promise<void> {
    const name = 'default';
    const body = {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name, namespace: 'orders' },
      spec: { mtls: { mode } },
    };
    const { status } = await this.#world.lab.request(this.#cluster, POLICIES, {
      method: 'POST',
      body,
    });
    if (status === 409) {
      await this.#patch(`${POLICIES}/${name}`, { spec: body.spec });
    }
  }

  async dropMtlsPolicy(): Promise<void> {
    await this.#world.lab.request(this.#cluster, `${POLICIES}/default`, {
      method: 'DELETE',
    });
  }

  /** Pods of order-processor that are not on their way out. */
  async pods(): Promise<Pod[]> {
    const query = '?labelSelector=app%3Dorder-processor';
    const { body } = await this.#world.lab.request(
      this.#cluster,
      `${PODS}${query}`,
    );
    return (body as { items: Pod[] }).items;
  }

  /** Waits until exactly so many pods are there, ready, and so many of them with a proxy. */
  async settled(total: number, enrolled: number): Promise<void> {
    await this.#world.eventually(
      `${enrolled} of ${total} pods of order-processor with a proxy`,
      async () => {
        const pods = await this.pods();
        return (
          pods.length === total &&
          pods.every(isReady) &&
          pods.filter(hasProxy).length === enrolled
        );
      },
    );
  }

  /** Three pods as the lab made them, without a proxy or all with one of the default revision. */
  async havePods({ enrolled }: { enrolled: 0 | 3 }): Promise<void> {
    await this.label(enrolled ? { 'istio-injection': 'enabled' } : {});
    if (await this.#isAsMade()) {
      const pods = await this.pods();
      const proxies = pods.filter(hasProxy).length;
      if (pods.length === 3 && pods.every(isReady) && proxies === enrolled) {
        return;
      }
    }
    await this.#startAnew(enrolled);
  }

  async #isAsMade(): Promise<boolean> {
    const { body } = await this.#world.lab.request(this.#cluster, DEPLOYMENT);
    const { metadata, spec } = (body as Deployment).spec.template;
    const original = this.#original.spec.template;
    return (
      isDeepStrictEqual(metadata.labels, original.metadata.labels) &&
      !metadata.annotations?.['sidecar.istio.io/inject'] &&
      !spec.hostNetwork
    );
  }

  /** The template and size that the lab gave it, with pods started under the present labels. */
  async #startAnew(enrolled: number): Promise<void> {
    await this.scale(0);
    await this.#world.eventually('no pod of order-processor', async () => {
      return (await this.pods()).length === 0;
    });
    await this.changeTemplate({
      metadata: {
        labels: { 'sidecar.istio.io/inject': null, 'istio.io/rev': null },
        annotations: { 'sidecar.istio.io/inject': null },
      },
      spec: { hostNetwork: null },
    });
    await this.scale(this.#original.spec.replicas);
    await this.settled(this.#original.spec.replicas, enrolled);
  }

  /** As the lab made it: two pods older than the label, one injected. */
  async reset(): Promise<void> {
    await this.dropMtlsPolicy();
    await this.havePods({ enrolled: 0 });
    await this.label({ 'istio-injection': 'enabled' });
    const [{ metadata }] = await this.pods();
    await this.#world.lab.request(this.#cluster, `${PODS}/${metadata.name}`, {
      method: 'DELETE',
    });
    await this.settled(this.#original.spec.replicas, 1);
  }
}
