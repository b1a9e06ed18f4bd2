import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import { controllerOf } from '../controllers/Controller.ts';
import type { Pod } from '../controllers/objects.ts';
import { isActive, isReady } from '../controllers/podTemplates.ts';
import { selects } from '../controllers/selectors.ts';
import { TEST_NOW } from '../testing/clusters.ts';
import { buildFleet } from './buildFleet.ts';
import { loadWorlds } from './loadWorlds.ts';
import type { SimulatedCluster } from './SimulatedCluster.ts';

const root = join(import.meta.dirname, '../..');
const worlds = loadWorlds(join(root, 'world'));
const expected = readFileSync(join(root, 'EXPECTED.md'), 'utf8');

type Row = Record<string, string>;

/** The table under "Workloads" of a cluster's chapter, by the names of its columns. */
function workloadRows(cluster: string): Row[] {
  const chapter =
    expected.split(/^## /m).find(text => text.startsWith(`${cluster}\n`)) ?? '';
  const section =
    chapter.split(/^### /m).find(text => text.startsWith('Workloads\n')) ?? '';
  const [header, , ...lines] = section
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
  return lines.map(cells =>
    Object.fromEntries(cells.map((cell, i) => [header[i], cell])),
  );
}

/** Name of the proxy's container, or of its image: Consul's gateways call their containers after themselves. */
const PROXIES: Record<string, RegExp> = {
  istio: /^istio-proxy$/,
  linkerd: /^linkerd-proxy$/,
  consul: /^consul-dataplane|\/consul-dataplane:/,
};

/** Modes whose pods carry the proxy themselves. */
const WITH_PROXY = ['sidecar', 'gateway', 'waypoint'];

function proxyOf(pod: Pod, mesh: string): string | undefined {
  const containers = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []),
  ];
  return containers.find(
    ({ name, image }) =>
      PROXIES[mesh]?.test(name) || PROXIES[mesh]?.test(image),
  )?.image;
}

/** Image of the proxy that a pod's traffic goes through, where the pod is in the mesh in that mode. */
function imageFor(
  pod: Pod,
  { mesh, mode }: Row,
  pods: readonly Pod[],
): string | undefined {
  if (WITH_PROXY.includes(mode)) return proxyOf(pod, mesh);
  const redirection = 'ambient.istio.io/redirection';
  if (pod.metadata.annotations?.[redirection] !== 'enabled') return undefined;
  return pods.find(
    other =>
      other.metadata.labels?.app === 'ztunnel' &&
      other.spec.nodeName === pod.spec.nodeName,
  )?.spec.containers[0].image;
}

function versionOf(image: string): string {
  const tag = image.split(':').pop() ?? '';
  return tag.replace(/^v/, '').replace(/-distroless$/, '');
}

/** Kind and name of the workload at the top of the pod's owners. */
function workloadOf({ store }: SimulatedCluster, pod: Pod): string {
  let top: KubeObject = pod;
  for (;;) {
    const owner = controllerOf(top);
    const kind = owner && store.kinds.ofObject(owner);
    const found =
      owner &&
      kind &&
      store.get({
        resource: kind.group ? `${kind.plural}.${kind.group}` : kind.plural,
        namespace: pod.metadata.namespace,
        name: owner.name,
      });
    // Operators have kinds that nobody serves here; what they own names them all the same.
    if (!found)
      return owner
        ? `${owner.kind} ${owner.name}`
        : `${top.kind} ${top.metadata.name}`;
    top = found;
  }
}

const KINDS = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'cronjobs.batch',
  'jobs.batch',
  'pods',
];

const fleet = buildFleet(worlds, { now: TEST_NOW, certificate: 'PEM' });

describe.each(
  fleet.clusters.map(cluster => [cluster.world.name, cluster] as const),
)('%s when the lab starts', (name, cluster) => {
  const { store, world } = cluster;
  const pods = store.list<Pod>('pods').items;
  const rows = workloadRows(name);

  it.each(rows)('$namespace $workload has $pods pods in $mesh', row => {
    const running = pods.filter(
      pod =>
        isActive(pod) &&
        pod.metadata.namespace === row.namespace &&
        workloadOf(cluster, pod) === row.workload,
    );
    const meshes = row.mesh.split(' and ');
    meshes.forEach((_mesh, i) => {
      // A cell that holds for all meshes of the row is not repeated.
      const entry = Object.fromEntries(
        Object.entries(row).map(([column, cell]) => {
          const parts = cell.split(' and ');
          return [column, parts[i] ?? parts[0]];
        }),
      );
      const total = entry.pods.split('/')[1];
      expect(String(running.length)).toBe(total);
      if (entry.mode === 'proxyless' || entry.mesh === 'cilium') return;
      const images =
        entry.mode === 'control-plane'
          ? []
          : running.flatMap(pod => imageFor(pod, entry, pods) ?? []);
      expect(`${images.length}/${running.length}`).toBe(entry.pods);
      const versions = [...new Set(images.map(versionOf))].sort();
      expect(versions.join(', ') || '-').toBe(entry.proxies);
    });
  });

  it('has no workload that the list of expectations forgets', () => {
    const declared = KINDS.flatMap(kind => store.list(kind).items)
      .filter(object => !controllerOf(object))
      .map(
        object =>
          `${object.metadata.namespace} ${object.kind} ${object.metadata.name}`,
      );
    const running = pods.map(
      pod => `${pod.metadata.namespace} ${workloadOf(cluster, pod)}`,
    );
    const all = [...new Set([...declared, ...running])].filter(
      workload => !workload.startsWith('kube-'),
    );
    expect(rows.map(row => `${row.namespace} ${row.workload}`).sort()).toEqual(
      all.sort(),
    );
  });

  it('has settled: every pod is ready or has finished, or its world says why not', () => {
    const waiting = rows
      .filter(row => row.reason.includes('service-missing'))
      .map(row => `${row.namespace} ${row.workload}`);
    const restless = pods
      .filter(pod => pod.status?.phase !== 'Succeeded' && !isReady(pod))
      .filter(
        pod =>
          !world.behaviours.some(
            ({ namespace, matchLabels, crashes, unready }) =>
              (crashes || unready) &&
              namespace === pod.metadata.namespace &&
              selects({ matchLabels }, pod.metadata.labels),
          ),
      )
      .map(pod => `${pod.metadata.namespace} ${workloadOf(cluster, pod)}`);
    expect(restless.filter(pod => !waiting.includes(pod))).toEqual([]);
    expect(pods.filter(pod => pod.metadata.deletionTimestamp)).toEqual([]);
  });

  it('has pods of a real size where Istio has injected them, at least 9 KB', () => {
    const sizes = pods
      .filter(pod => proxyOf(pod, 'istio'))
      .filter(pod => pod.metadata.annotations?.['sidecar.istio.io/status'])
      .map(pod => JSON.stringify(pod).length);
    expect(Math.min(...sizes)).toBeGreaterThan(9_000);
  });
});

describe('the clusters together', () => {
  const pods = fleet.clusters.flatMap(
    ({ store }) => store.list<Pod>('pods').items,
  );

  it('look old: ages run from minutes to over a year', () => {
    const ages = pods.map(
      pod =>
        TEST_NOW.getTime() - Date.parse(pod.metadata.creationTimestamp ?? ''),
    );
    expect(Math.min(...ages)).toBeLessThan(30 * 60_000);
    expect(Math.max(...ages)).toBeGreaterThan(365 * 86_400_000);
  });
});
