import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import { controllerOf } from '../controllers/Controller.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import { isActive } from '../controllers/podTemplates.ts';
import { TEST_NOW } from '../testing/clusters.ts';
import { loadWorlds } from './loadWorlds.ts';
import { buildCluster } from './buildFleet.ts';
import type { SimulatedCluster } from './SimulatedCluster.ts';

const root = join(import.meta.dirname, '../..');
const worlds = loadWorlds(join(root, 'world'));
const expected = readFileSync(join(root, 'EXPECTED.md'), 'utf8');

interface Row {
  namespace: string;
  workload: string;
  pods: string;
  proxies: string;
}

/** The table under "Workloads" of a cluster's chapter. */
function workloadRows(cluster: string): Row[] {
  const chapter =
    expected.split(/^## /m).find(text => text.startsWith(`${cluster}\n`)) ?? '';
  const section =
    chapter.split(/^### /m).find(text => text.startsWith('Workloads\n')) ?? '';
  return section
    .split('\n')
    .filter(
      line => line.startsWith('|') && !/^\| (namespace|---)|^\|---/.test(line),
    )
    .map(line => {
      const [namespace, workload, , , pods, proxies] = line
        .split('|')
        .slice(1)
        .map(cell => cell.trim());
      return { namespace, workload, pods, proxies };
    });
}

function proxyOf(pod: Pod): Container | undefined {
  return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(
    c => c.name === 'istio-proxy',
  );
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
        resource: `${kind.plural}.${kind.group}`,
        namespace: pod.metadata.namespace,
        name: owner.name,
      });
    if (!found) return `${top.kind} ${top.metadata.name}`;
    top = found;
  }
}

describe.each(worlds.map(world => [world.name, world] as const))(
  '%s when the lab starts',
  (name, world) => {
    const cluster = buildCluster(world, { now: TEST_NOW, certificate: 'PEM' });
    const pods = cluster.store.list<Pod>('pods').items;
    const rows = workloadRows(name);

    it.each(rows)(
      '$namespace $workload has $pods pods in the mesh',
      ({ namespace, workload, pods: count, proxies }) => {
        const running = pods.filter(
          pod =>
            isActive(pod) &&
            pod.metadata.namespace === namespace &&
            workloadOf(cluster, pod) === workload,
        );
        const images = running.flatMap(pod => proxyOf(pod)?.image ?? []);
        expect(`${images.length}/${running.length}`).toBe(count);
        const versions = [...new Set(images.map(image => image.split(':')[1]))];
        expect(versions.join(', ') || '-').toBe(proxies);
      },
    );

    it('has no workload that the list of expectations forgets', () => {
      const kinds = [
        'deployments.apps',
        'statefulsets.apps',
        'daemonsets.apps',
        'cronjobs.batch',
      ];
      const all = kinds
        .flatMap(kind => cluster.store.list(kind).items)
        .filter(
          object =>
            !['kube-system', 'istio-system'].includes(
              object.metadata.namespace ?? '',
            ),
        )
        .map(
          object =>
            `${object.metadata.namespace} ${object.kind} ${object.metadata.name}`,
        );
      expect(
        rows.map(row => `${row.namespace} ${row.workload}`).sort(),
      ).toEqual(all.sort());
    });

    it('has settled: every pod runs and is ready, has finished, or crashes as its world says', () => {
      const restless = pods
        .filter(pod => pod.status?.phase !== 'Succeeded')
        .filter(
          pod =>
            !pod.status?.conditions?.some(
              c => c.type === 'Ready' && c.status === 'True',
            ),
        )
        .map(pod => pod.metadata.labels?.app);
      const crashing = world.behaviours
        .filter(b => b.crashes)
        .map(b => b.matchLabels.app);
      expect(restless.filter(app => !crashing.includes(app ?? ''))).toEqual([]);
      expect(pods.filter(pod => pod.metadata.deletionTimestamp)).toEqual([]);
    });

    it('looks old: ages run from minutes to over a year', () => {
      const ages = pods.map(
        pod =>
          TEST_NOW.getTime() - Date.parse(pod.metadata.creationTimestamp ?? ''),
      );
      expect(Math.min(...ages)).toBeLessThan(30 * 60_000);
      expect(Math.max(...ages)).toBeGreaterThan(365 * 86_400_000);
    });

    it('has injected pods of a real size, at least 9 KB', () => {
      const sizes = pods.filter(proxyOf).map(pod => JSON.stringify(pod).length);
      expect(Math.min(...sizes)).toBeGreaterThan(9_000);
    });
  },
);
