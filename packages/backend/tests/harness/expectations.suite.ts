import type { WorkloadView } from '@meshport/plugin-mesh-common';
import {
  expectedRows,
  expectedVerdict,
  shownWorkloads,
  verdictOf,
  type Row,
} from './expectations';
import type { World } from './World';

/** The cluster that the page describes so far. */
const CLUSTER = 'aws-eks';
const WORKLOADS = expectedRows(CLUSTER, 'Workloads');
const ENTITIES = expectedRows(CLUSTER, 'Entities');

/** On no page: they have no Service, and the catalog does not know them. */
const WITHOUT_PAGE = [
  'DaemonSet monitoring/node-exporter',
  'CronJob monitoring/dashboards-backup',
  'Deployment cert-manager/cert-manager',
];

const PAGED_WORKLOADS = WORKLOADS.map((row): Row => {
  const [kind, name] = row.workload.split(' ');
  return { ...row, id: `${kind} ${row.namespace}/${name}` };
}).filter(({ id }) => !WITHOUT_PAGE.includes(id));

const MATCHED = ENTITIES.filter(({ state }) => state !== '-');
const UNMATCHED = ENTITIES.filter(({ state }) => state === '-');

/** Everything that packages/lab/EXPECTED.md says, held against a portal; `rename` gives the world's names. */
export function expectationsSuite(
  getWorld: () => World,
  rename: (name: string) => string = name => name,
): void {
  describe('workloads', () => {
    let shown: Map<string, WorkloadView>;

    beforeAll(async () => {
      const refs = ENTITIES.map(({ entity }) => rename(entity));
      shown = await shownWorkloads(getWorld().portal, refs);
    });

    it('are many enough to mean something', () => {
      expect(PAGED_WORKLOADS.length).toBeGreaterThan(15);
      expect(MATCHED.length).toBeGreaterThan(12);
    });

    it.each(PAGED_WORKLOADS)(
      '$id is $state, $pods pods, $reason, mTLS $mTLS',
      row => {
        const view = shown.get(rename(row.id));
        expect(view && verdictOf(view)).toEqual(expectedVerdict(row));
      },
    );

    it.each(PAGED_WORKLOADS.filter(({ mode }) => mode !== '-'))(
      '$id: mode $mode, proxies $proxies',
      row => {
        const [membership] = shown.get(rename(row.id))?.membership ?? [];
        expect({
          mode: membership?.mode,
          proxies: membership?.proxyVersions.join(', ') || '-',
        }).toEqual({ mode: row.mode, proxies: row.proxies });
      },
    );
  });

  describe('entities', () => {
    it.each(MATCHED)(
      '$entity: $state, $pods pods, $reason, mTLS $mTLS',
      async row => {
        const answer = await getWorld().portal.entity(rename(row.entity));
        const instances = answer.services.flatMap(service => service.instances);
        const [view] = [...instances, ...answer.workloads];
        expect(verdictOf(view)).toEqual(expectedVerdict(row));
        expect(answer.matchedBy).toBe(row['matched by']);
      },
    );

    it.each(MATCHED.filter(row => !row['service or workload'].includes(' ')))(
      '$entity: service and owner',
      async row => {
        const answer = await getWorld().portal.entity(rename(row.entity));
        const [service] = answer.services;
        expect(`${service.namespace}/${service.name}`).toBe(
          rename(row['service or workload']),
        );
        expect(service.owners).toEqual([`group:default/${rename(row.owner)}`]);
        expect(service.entityRefs).toEqual([rename(row.entity)]);
      },
    );

    it.each(UNMATCHED)(
      '$entity: matches nothing, and says what was looked for',
      async row => {
        const answer = await getWorld().portal.entity(rename(row.entity));
        expect(answer).toMatchObject({
          matchedBy: 'none',
          services: [],
          workloads: [],
        });
        expect(answer.lookedFor.message).not.toBe('');
      },
    );
  });

  it('the mesh: revisions, versions, tags, identity', async () => {
    const { items } = await getWorld().portal.client.listClusters({
      params: {},
    });
    const [cluster] = items;
    expect(cluster.name).toBe(rename(CLUSTER));
    expect(cluster.kubernetesVersion).toBe('v1.33.5');
    expect(cluster.meshes).toHaveLength(1);
    expect(cluster.meshes[0]).toMatchObject({
      mesh: 'istio',
      health: 'healthy',
      meshId: 'mesh1',
      network: rename('network-aws'),
      trustDomain: 'cluster.local',
    });
    const revisions = cluster.meshes[0].revisions.map(revision => ({
      ...revision,
      tags: [...revision.tags].sort(),
    }));
    expect(revisions).toEqual(
      expect.arrayContaining([
        {
          name: 'default',
          version: '1.30.3',
          tags: ['default', rename('prod')].sort(),
          health: 'healthy',
        },
        {
          name: rename('canary'),
          version: '1.31.1',
          tags: [],
          health: 'healthy',
        },
      ]),
    );
    expect(revisions).toHaveLength(2);
    expect(cluster.meshes[0].modes).toEqual(['sidecar']);
  });
}
