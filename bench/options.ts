import { parseArgs } from 'node:util';

/** What is measured, and for how long. */
export interface BenchOptions {
  clusters: number;
  /** Of each cluster. */
  services: number;
  /** Of each service. */
  pods: number;
  /** Simulated clusters in one process of the lab. */
  clustersPerLab: number;
  /** Of each measured window. */
  seconds: number;
  warmUpSeconds: number;
  /** Changes whose way to an answer is timed. */
  changes: number;
  /** Measure once more while one cluster hangs and one answers garbage. */
  faults: boolean;
  /** Write the result to `bench/results`. */
  keep: boolean;
}

/** What was typed cannot be read; the message says what can. */
export class UsageError extends Error {}

const USAGE = `yarn bench [--clusters 10] [--services 200] [--pods 10] [--clusters-per-lab 10]
           [--seconds 60] [--warm-up 10] [--changes 100] [--no-faults] [--no-keep]
  services are those of each cluster, pods those of each service.
  --large is 50 clusters with 200 services of 10 pods, without faults.`;

const LARGE = { clusters: '50', faults: false, 'clusters-per-lab': '25' };

const OPTIONS = {
  clusters: { type: 'string' },
  services: { type: 'string' },
  pods: { type: 'string' },
  'clusters-per-lab': { type: 'string' },
  seconds: { type: 'string' },
  'warm-up': { type: 'string' },
  changes: { type: 'string' },
  large: { type: 'boolean' },
  faults: { type: 'boolean' },
  keep: { type: 'boolean' },
} as const;

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new UsageError(
      `--${name} needs a whole number from 1 on, not "${text}".\n${USAGE}`,
    );
  }
  return number;
}

function parsed(argv: readonly string[]) {
  try {
    const args = [...argv];
    return parseArgs({ args, options: OPTIONS, allowNegative: true }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

/** Throws UsageError. */
export function readBenchOptions(argv: readonly string[]): BenchOptions {
  const typed = parsed(argv);
  const values = { ...(typed.large ? LARGE : {}), ...typed };
  const number = (
    name: 'clusters' | 'services' | 'pods' | 'clusters-per-lab' | 'seconds',
    byDefault: number,
  ) => wholeNumber(name, values[name] ?? String(byDefault));
  return {
    clusters: number('clusters', 10),
    services: number('services', 200),
    pods: number('pods', 10),
    clustersPerLab: number('clusters-per-lab', 10),
    seconds: number('seconds', 60),
    warmUpSeconds: wholeNumber('warm-up', values['warm-up'] ?? '10'),
    changes: wholeNumber('changes', values.changes ?? '100'),
    faults: values.faults ?? true,
    keep: values.keep ?? true,
  };
}
