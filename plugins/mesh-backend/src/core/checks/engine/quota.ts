import type { Affects, Footprint } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  parseQuantity,
} from '@meshport/plugin-mesh-node';
import { resourceQuotaKind } from './readKinds';

/** What is asked for, by the names that quotas give it. */
function wantedOf({
  cpuMillicores,
  memoryBytes,
}: Pick<Footprint, 'cpuMillicores' | 'memoryBytes'>) {
  return {
    'requests.cpu': cpuMillicores / 1000,
    'requests.memory': memoryBytes,
  };
}

/** A resource of a quota, and what would be left of it. */
interface QuotaLeft {
  readonly quota: string;
  readonly resource: string;
  readonly used: string;
  readonly hard: string;
  readonly shareLeft: number;
}

/** What the quotas of a namespace have left once something more is asked for. */
export function quotasLeft(
  snapshot: ClusterSnapshot,
  namespace: string,
  added: Pick<Footprint, 'cpuMillicores' | 'memoryBytes'>,
): QuotaLeft[] {
  return snapshot
    .kind(resourceQuotaKind)
    .items.filter(({ metadata }) => metadata.namespace === namespace)
    .flatMap(({ metadata, status }) =>
      Object.entries(wantedOf(added)).flatMap(([resource, amount]) => {
        const { [resource]: hard = '' } = status.hard;
        const { [resource]: used = '0' } = status.used;
        const most = parseQuantity(hard);
        if (most === undefined) return [];
        const all = (parseQuantity(used) ?? 0) + amount;
        // A quota of nothing is full, and too small for whatever is more.
        const shareLeft = most === 0 ? -Math.sign(all) : 1 - all / most;
        return [{ quota: metadata.name, resource, used, hard, shareLeft }];
      }),
    );
}

/** The tightest quota of each resource of a cluster. */
export function tightest(
  cluster: string,
  quotas: readonly QuotaLeft[],
): NonNullable<Affects['quota']> {
  const least = new Map<string, number>();
  for (const { resource, shareLeft } of quotas) {
    const known = least.get(resource) ?? Infinity;
    least.set(resource, Math.min(known, shareLeft));
  }
  return [...least].map(([resource, shareLeft]) => ({
    ...{ cluster, resource },
    shareLeft: Math.round(shareLeft * 100) / 100,
  }));
}
