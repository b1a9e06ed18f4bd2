import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Membership,
  Posture,
  WorkloadView,
} from '@meshport/plugin-mesh-common';
import { ROOT } from './root';
import type { TestPortal } from './TestPortal';

const PAGE = join(ROOT, 'packages', 'lab', 'EXPECTED.md');

/** One row of a table by its column titles. */
export type Row = Readonly<Record<string, string>>;

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim());
}

/** The rows of the first table below a heading of the page that says what the portal must say about the lab. */
export function expectedRows(cluster: string, heading: string): Row[] {
  const [, ofCluster = ''] = readFileSync(PAGE, 'utf8').split(
    `\n## ${cluster}\n`,
  );
  const [section] = ofCluster.split(/\n## /);
  const [, below = ''] = section.split(`\n### ${heading}\n`);
  const [own] = below.split(/\n### /);
  const lines = own.split('\n').filter(line => line.startsWith('|'));
  const [titles, , ...rows] = lines.map(cellsOf);
  return rows.map(cells =>
    Object.fromEntries(cells.map((cell, index) => [titles[index], cell])),
  );
}

/** What the page says of one thing, in the page's own words: `-` for nothing. */
export interface Verdict {
  state: string;
  pods: string;
  reason: string;
  mTLS: string;
}

export function expectedVerdict(row: Row): Verdict {
  const { state, pods, reason, mTLS } = row;
  return { state, pods, reason, mTLS };
}

/** What the portal says, in the same words. */
export function verdictOf(view: {
  membership: readonly Membership[];
  posture: Posture;
}): Verdict {
  const { membership, posture } = view;
  const [first] = membership;
  const codes = membership.flatMap(({ reasons }) =>
    reasons.map(({ code }) => code),
  );
  return {
    state: membership.map(({ state }) => state).join(' and '),
    pods: `${first.pods.enrolled}/${first.pods.total}`,
    reason: codes.join(', ') || '-',
    mTLS: posture.inbound,
  };
}

/** `Deployment orders/order-processor` */
function workloadId({ ref }: WorkloadView): string {
  return `${ref.kind} ${ref.namespace}/${ref.name}`;
}

/** Every workload that some page shows: those behind Services, and those that an entity matches by itself. */
export async function shownWorkloads(
  portal: TestPortal,
  entityRefs: readonly string[],
): Promise<Map<string, WorkloadView>> {
  const shown = new Map<string, WorkloadView>();
  for (const { set, namespace, name } of await portal.services()) {
    const { service } = await portal.client.getService({
      params: { set, namespace, name },
    });
    for (const { workloads } of service.instances) {
      for (const view of workloads) shown.set(workloadId(view), view);
    }
  }
  for (const ref of entityRefs) {
    const { workloads } = await portal.entity(ref);
    for (const view of workloads) shown.set(workloadId(view), view);
  }
  return shown;
}
