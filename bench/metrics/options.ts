import { parseArgs } from 'node:util';
import { UsageError } from '../options.ts';

/** How much of metrics is measured, and for how long. */
export interface MetricsBenchOptions {
  stores: number;
  clusters: number;
  /** Of each cluster. */
  services: number;
  /** Of each measured window. */
  seconds: number;
  /** The whole portal over simulated clusters, in place of the plugin's own parts. */
  portal: boolean;
  /** Write the result to `bench/results`. */
  keep: boolean;
}

const USAGE = `yarn bench --metrics [--portal] [--stores 3] [--clusters 6] [--services 1667] [--seconds 40] [--no-keep]
  seconds are those of each window, 20 with --portal; services are those of each cluster; the clusters are shared out among the stores.`;

const OPTIONS = {
  metrics: { type: 'boolean' },
  portal: { type: 'boolean', default: false },
  stores: { type: 'string', default: '3' },
  clusters: { type: 'string', default: '6' },
  services: { type: 'string', default: '1667' },
  seconds: { type: 'string' },
  keep: { type: 'boolean', default: true },
} as const;

function parsed(argv: readonly string[]) {
  try {
    const args = [...argv];
    return parseArgs({ args, options: OPTIONS, allowNegative: true }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

/** A whole run ends within six minutes; that of a portal has more windows, and two starts. */
function secondsOf({ portal }: { portal: boolean }): string {
  return portal ? '20' : '40';
}

/** Throws UsageError. */
export function readMetricsOptions(
  argv: readonly string[],
): MetricsBenchOptions {
  const values = parsed(argv);
  const typed = { ...values, seconds: values.seconds ?? secondsOf(values) };
  const number = (name: 'stores' | 'clusters' | 'services' | 'seconds') => {
    const value = Number(typed[name]);
    if (Number.isInteger(value) && value >= 1) return value;
    throw new UsageError(
      `--${name} needs a whole number from 1 on, not "${typed[name]}".\n${USAGE}`,
    );
  };
  const options = {
    stores: number('stores'),
    clusters: number('clusters'),
    services: number('services'),
    seconds: number('seconds'),
    portal: values.portal,
    keep: values.keep,
  };
  if (options.clusters >= options.stores) return options;
  throw new UsageError(`Each store needs a cluster.\n${USAGE}`);
}
