/** What is asked for, as far as the product asks for it. */
export type Asked =
  | 'time'
  | 'known-series'
  | 'doubled-targets'
  | 'requests'
  | 'first-failures'
  | 'latency'
  | 'edge-quantile'
  | 'cross-cluster-means'
  | 'tcp'
  | 'totals'
  | 'series-requests'
  | 'series-latency'
  | 'series-connections';

/** A query of the product, understood. */
export interface StoreQuestion {
  asked: Asked;
  /** Of `edge-quantile`: which one, 0..1. */
  quantile: number;
  /** Labels whose values are joined into `k`, in their order. */
  joined: readonly string[];
  /** What values are a multiple of; absent where they are written in full. */
  nearest?: string;
  /** Whether the parts of the query select a series of that. */
  selects(labels: { cluster: string; namespace: string }): boolean;
}

/** No query that the stub knows: what it would answer would be made up. */
export class UnknownQuestion extends Error {}

const JOINED = /, "k", ";", ((?:"[^"]*"(?:, )?)+)\)/;
const ROUNDED = /^round\(sum by \(k, le\) \(.*?"k", ";", [^)]*\)\), (0\.0*1)\)/;
const ROUNDED_SERIES = /\(round\(.*?, (0\.0*1)\), "what"/;
const QUANTILE = /histogram_quantile\((0\.\d+), /;
const PARTS =
  /(?<=[{,])(cluster|destination_service_namespace)(=~|!~)("(?:[^"\\]|\\.)*")/g;

function joinedLabels(query: string): string[] {
  const [, names] = JOINED.exec(query) ?? [];
  return names ? (JSON.parse(`[${names}]`) as string[]) : [];
}

function askedOfGrouped(query: string, joined: readonly string[]): Asked {
  if (query.includes('"copy"')) return 'cross-cluster-means';
  if (QUANTILE.test(query)) return 'edge-quantile';
  if (query.includes('"le", "-1"')) return 'latency';
  if (/ offset \d+s/.test(query)) return 'first-failures';
  if (joined.includes('response_code')) return 'requests';
  if (query.includes('istio_tcp_')) return 'tcp';
  if (joined[0] === 'what') return 'totals';
  throw new UnknownQuestion(query);
}

function askedOfSeries(query: string): Asked {
  if (query.includes('istio_tcp_')) return 'series-connections';
  if (QUANTILE.test(query)) return 'series-latency';
  if (query.includes('"what", "requests"')) return 'series-requests';
  throw new UnknownQuestion(query);
}

function askedOf(query: string, joined: readonly string[]): Asked {
  if (query === 'time()') return 'time';
  if (query.startsWith('count by (__name__')) return 'known-series';
  if (query.startsWith('up')) return 'doubled-targets';
  return askedOfGrouped(query, joined);
}

/** What the product adds to every selector of a query that it asks in parts. */
function selection(query: string): StoreQuestion['selects'] {
  const parts = new Map<string, readonly [string, string, string]>();
  for (const [whole, label, operator, value] of query.matchAll(PARTS)) {
    parts.set(whole, [label, operator, value]);
  }
  const tests = [...parts.values()].map(([label, operator, value]) => {
    const pattern = new RegExp(`^(?:${JSON.parse(value)})$`);
    const field = label === 'cluster' ? 'cluster' : 'namespace';
    return (labels: { cluster: string; namespace: string }) =>
      pattern.test(labels[field]) === (operator === '=~');
  });
  return labels => tests.every(test => test(labels));
}

/** Throws UnknownQuestion. */
export function readQuestion(query: string, isRange: boolean): StoreQuestion {
  const joined = joinedLabels(query);
  return {
    asked: isRange ? askedOfSeries(query) : askedOf(query, joined),
    quantile: Number(QUANTILE.exec(query)?.[1] ?? NaN),
    joined,
    nearest: (isRange ? ROUNDED_SERIES : ROUNDED).exec(query)?.[1],
    selects: selection(query),
  };
}
