import type { StartFigures } from '../report/Result.ts';
import { waitUntil } from '../../scripts/processes/waitUntil.ts';
import type { BenchPortal } from './BenchPortal.ts';

const LIMIT_MILLISECONDS = 600_000;
const POLL_MILLISECONDS = 100;

interface ClusterList {
  items: { status: string }[];
}

/** Watches a portal that has just become ready until it has read all clusters. */
export async function watchStart(
  portal: BenchPortal,
  clusters: number,
): Promise<StartFigures> {
  await portal.figures({ reset: true });
  const started = performance.now();
  const live = async () => {
    const list = await portal.observe<ClusterList>(
      'mesh/v1/clusters?limit=200',
    );
    return (list?.items ?? []).filter(({ status }) => status === 'live').length;
  };
  const until = async (count: number) => {
    await waitUntil(async () => (await live()) >= count, {
      what: `${count} clusters to be read`,
      timeoutMilliseconds: LIMIT_MILLISECONDS,
      intervalMilliseconds: POLL_MILLISECONDS,
    });
    return performance.now() - started;
  };
  return {
    portalMilliseconds: portal.startMilliseconds,
    firstClusterMilliseconds: await until(1),
    allClustersMilliseconds: await until(clusters),
    portal: await portal.figures(),
  };
}

/** Waits until the catalog has the last of the entities and the portal has matched them. */
export async function waitForCatalog(
  portal: BenchPortal,
  entities: number,
): Promise<void> {
  await waitUntil(
    async () => {
      const found = await portal.observe<{ totalItems: number }>(
        'catalog/entities/by-query?filter=kind=component&limit=1',
      );
      return (found?.totalItems ?? 0) >= entities;
    },
    {
      what: `the catalog to have ${entities} components`,
      timeoutMilliseconds: LIMIT_MILLISECONDS,
      intervalMilliseconds: 1_000,
    },
  );
}
