import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** Where something was measured: figures of different machines are not compared. */
export interface Machine {
  /** Made from what it is, not from what it is called. */
  id: string;
  cpu: string;
  cores: number;
  memoryBytes: number;
  node: string;
  /** `NODE_OPTIONS`, of all processes; '' where there are none. */
  nodeOptions?: string;
}

export function thisMachine(): Machine {
  const [first] = cpus();
  const cpu = first?.model.trim() ?? 'unknown';
  const cores = availableParallelism();
  const memoryBytes = totalmem();
  const gibibytes = Math.round(memoryBytes / 2 ** 30);
  const id = `${cpu}-${cores}x-${gibibytes}g`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return {
    id,
    cpu,
    cores,
    memoryBytes,
    node: process.version,
    nodeOptions: process.env.NODE_OPTIONS ?? '',
  };
}

/** Of the last minute: above the number of cores, others were measured too. */
export function load(): number {
  return Math.round(loadavg()[0] * 100) / 100;
}
