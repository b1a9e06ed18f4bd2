import {
  cpSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ROOT } from './root';

const WORLD = join(ROOT, 'packages', 'lab', 'world');

/** What the copies have: the mesh and the services that the suites ask for. The rest would only cost time. */
const FILES = [
  ...['cluster-objects.yaml', 'nodes.yaml', 'namespaces.yaml'],
  ...['istio-system.yaml', 'istio-tags.yaml', 'istio-canary.yaml'],
  ...['orders.yaml', 'payments.yaml', 'frontend.yaml'],
];
const NAMESPACES = ['istio-system', 'orders', 'payments', 'frontend'];

interface HistoryStep {
  apply?: string[];
  [action: string]: unknown;
}

/** A step without what is left out, or nothing. */
function keptStep({ apply, ...step }: HistoryStep): HistoryStep[] {
  if (apply) {
    const kept = apply.filter(file => FILES.includes(file));
    return kept.length > 0 ? [{ ...step, apply: kept }] : [];
  }
  const target = Object.values(step).find(
    (value): value is { kind: string; name?: string; namespace?: string } =>
      typeof value === 'object' && value !== null && 'kind' in value,
  );
  const namespace =
    target?.kind === 'Namespace' ? target.name : target?.namespace;
  return namespace && NAMESPACES.includes(namespace) ? [step] : [];
}

/** Leaves out all manifests but FILES, and their history. */
function trim(folder: string): void {
  for (const file of readdirSync(folder)) {
    const isKept = ['cluster.yaml', 'history.yaml', ...FILES].includes(file);
    if (!isKept) rmSync(join(folder, file));
  }
  const path = join(folder, 'history.yaml');
  const history = parse(readFileSync(path, 'utf8')) as {
    steps: HistoryStep[];
  };
  writeFileSync(path, stringify({ steps: history.steps.flatMap(keptStep) }));
}

/** The cluster that suites with one cluster have: Istio with sidecars, the orders and the payments. */
export const ISTIO_CLUSTER = 'aws-eks';

/** Writes a world that has some of the lab's clusters, as they are. */
export function copyClusters({
  clusters,
  into,
}: {
  clusters: readonly string[];
  into: string;
}): string {
  for (const cluster of clusters) {
    cpSync(join(WORLD, cluster), join(into, cluster), { recursive: true });
  }
  return into;
}

/**
 * Writes a world of the lab in which one cluster stands several times, under other names, so that each copy can have a
 * fault of its own at the same time. The result is for the lab's option `--world`.
 */
export function copyCluster({
  cluster,
  names,
  into,
}: {
  cluster: string;
  names: readonly string[];
  into: string;
}): string {
  for (const name of names) {
    const folder = join(into, name);
    cpSync(join(WORLD, cluster), folder, { recursive: true });
    const file = join(folder, 'cluster.yaml');
    const description = parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, stringify({ ...description, name, title: name }));
    trim(folder);
  }
  return into;
}
