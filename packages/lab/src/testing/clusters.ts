import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { Pod } from '../controllers/objects.ts';
import { isActive } from '../controllers/podTemplates.ts';
import { buildCluster } from '../world/buildFleet.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import type { World } from '../world/World.ts';

const DAY = 86_400_000;

export const TEST_NOW = new Date('2026-11-20T09:00:00Z');

/** A cluster of two nodes that is a day old and has what the objects say; time stands at TEST_NOW. */
export function aCluster(
  objects: readonly DraftObject[],
  overrides: Partial<World> = {},
): SimulatedCluster {
  const world = aWorld(objects, overrides);
  return buildCluster(world, { now: TEST_NOW, certificate: 'PEM' });
}

/** What `aCluster` builds, to be built together with others. */
export function aWorld(
  objects: readonly DraftObject[],
  overrides: Partial<World> = {},
): World {
  return {
    name: 'test',
    title: 'Test',
    kubernetesVersion: 'v1.33.5',
    serves: ['istio', 'gateway-api'],
    loadBalancers: { domain: 'balancers.example.test' },
    behaviours: [],
    manifests: {
      'all.yaml': [
        aNamespace('default'),
        aNode('node-a', 0),
        aNode('node-b', 1),
        ...objects,
      ],
    },
    fleet: {},
    history: [
      {
        age: DAY,
        manager: 'test',
        action: { type: 'apply', files: ['all.yaml'] },
      },
    ],
    ...overrides,
  };
}

export function aNamespace(
  name: string,
  labels: Record<string, string> = {},
): DraftObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function aNode(
  name: string,
  index: number,
  kubeletVersion = 'v1.32.9',
): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    spec: { podCIDR: `10.88.${index}.0/24` },
    status: {
      addresses: [{ type: 'InternalIP', address: `10.0.0.${index + 10}` }],
      nodeInfo: { kubeletVersion },
    },
  };
}

interface WorkloadOptions {
  kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  name?: string;
  replicas?: number;
  labels?: Record<string, string>;
  spec?: Record<string, unknown>;
}

/** A workload `web` in namespace default whose pods have the label `app`. */
export function aWorkload(options: WorkloadOptions = {}): DraftObject {
  const {
    kind = 'Deployment',
    name = 'web',
    replicas = 3,
    labels = {},
  } = options;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas }),
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, ...labels } },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'example.test/app:1',
              ports: [{ containerPort: 8080, name: 'http' }],
            },
          ],
        },
      },
      ...options.spec,
    },
  };
}

export function aService(name = 'web'): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: {
      selector: { app: name },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    },
  };
}

/** Pods of the namespace that neither have finished nor are on their way out. */
export function activePods(
  { store }: SimulatedCluster,
  namespace = 'default',
): Pod[] {
  return store.list<Pod>('pods', { namespace }).items.filter(isActive);
}
