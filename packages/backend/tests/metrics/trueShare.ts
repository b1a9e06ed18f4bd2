import type { MetricsLab } from '../harness/MetricsLab';
import { podEnd, sumOf, type LedgerRow, type Span } from './Ledger';

/** A service of one cluster. */
interface Called {
  readonly cluster: string;
  readonly name: string;
}

type FailedRow = LedgerRow & { failedFor?: readonly Partial<Called>[] };

/** Failed requests of a service, and what part of them failed because one of its calls did. */
interface TrueShare {
  readonly failed: number;
  readonly share: number;
}

/**
 * From single calls and their parents: of the requests that some workloads of a cluster
 * failed, those for which a call to the callee was made that failed.
 */
export async function trueShare(
  lab: MetricsLab,
  { from, to }: Span,
  {
    cluster,
    workloads,
    callee,
  }: {
    readonly cluster: string;
    readonly workloads: readonly string[];
    readonly callee: Called;
  },
): Promise<TrueShare> {
  const answer = (await lab.ledger({
    from: String(Math.round(from)),
    to: String(Math.round(to)),
    groupBy: 'to,failedFor',
  })) as { rows: FailedRow[]; truncated?: number };
  if (answer.truncated) throw new Error('The ledger has more rows than fit');
  const served = answer.rows.filter(row => {
    const end = podEnd(row.to);
    return end?.cluster === cluster && workloads.includes(end.workload);
  });
  const explained = served.filter(({ failedFor = [] }) =>
    failedFor.some(
      one => one.cluster === callee.cluster && one.name === callee.name,
    ),
  );
  const failed = sumOf(served, ({ failures }) => failures);
  const share = sumOf(explained, ({ failures }) => failures) / failed;
  return { failed, share };
}
