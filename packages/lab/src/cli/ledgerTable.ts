interface NamedEnd {
  cluster?: string;
  namespace?: string;
  workload?: string;
  outside?: string;
}

/** What `GET /v1/ledger` answers, as far as it is shown. */
export interface LedgerAnswer {
  from: number;
  to: number;
  /** What ended before is forgotten, or never was. */
  since: number;
  /** How many rows there are, where not all of them are here. */
  truncated?: number;
  rows: {
    from?: NamedEnd;
    to?: NamedEnd;
    service?: { namespace: string; name: string };
    protocol?: string;
    calls: number;
    failures: number;
    clientMs: { sum: number };
  }[];
}

/** One line per caller and callee, the busiest first. */
export function ledgerTable(answer: LedgerAnswer): string {
  const { from, to, since, rows, truncated } = answer;
  const begin = Math.max(from, since);
  const seconds = Math.max(1, (to - begin) / 1000);
  const lines = rows.map(row => [
    (row.calls / seconds).toFixed(2),
    String(row.calls),
    `${((100 * row.failures) / row.calls).toFixed(1)} %`,
    (row.clientMs.sum / row.calls).toFixed(1),
    `${nameOf(row.from)} -> ${calleeOf(row)}`,
  ]);
  const table = [
    ['per second', 'calls', 'failed', 'mean ms', 'who calls whom'],
    ...lines,
  ];
  const widths = [0, 1, 2, 3].map(i =>
    Math.max(...table.map(line => line[i].length)),
  );
  const text = table.map(line =>
    line.map((cell, i) => (i < 4 ? cell.padStart(widths[i]) : cell)).join('  '),
  );
  const missing = [
    ...(since > from
      ? [`The ledger begins at ${new Date(since).toISOString()}.`]
      : []),
    ...(truncated ? [`${rows.length} of ${truncated} lines.`] : []),
  ];
  return [...text, ...missing].join('\n');
}

/** What answered; where nothing did, the Service that was asked for. */
function calleeOf({ to, service, protocol }: LedgerAnswer['rows'][number]) {
  const wanted = service ? `${service.namespace}/${service.name}` : 'nobody';
  return `${to ? nameOf(to) : `(nothing behind ${wanted})`} ${protocol}`;
}

function nameOf(end: NamedEnd | undefined): string {
  if (!end) return '';
  const { cluster, namespace, workload, outside } = end;
  return outside ?? `${cluster}/${namespace}/${workload}`;
}
