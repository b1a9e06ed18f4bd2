import { type Change, text } from '@meshport/plugin-mesh-common';
import type { RecordedChange } from '../model/changes';
import type { Reader } from '../views/serviceAnswers';
import { place } from '../views/claims';
import type { CallGraph } from './CallGraph';
import type { CallNode } from './CallNode';
import type { CallNodes } from './callNodes';

/** Changes of one answer at most; the newest. */
const MOST_CHANGES = 50;

/** Workloads by their own names; everything else may matter to all of a namespace. */
const OF_WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet'];

export interface ChangesInput {
  readonly nodes: CallNodes;
  readonly reader: Reader;
  /** Unix ms; what is older, or newer, is left out. */
  readonly from: number;
  readonly to: number;
}

function writerName({ writer }: RecordedChange): string | undefined {
  const { kind, name, namespace } = writer;
  if (kind === 'unknown' || name === undefined) return undefined;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function toldChange(change: RecordedChange): Change {
  const { at, kind, object } = change;
  const writer = writerName(change);
  return {
    at: new Date(at).toISOString(),
    kind,
    object,
    text: text(`change.${kind}`, {
      kind: object.kind,
      name: object.name,
      ...change.scale,
    }),
    ...(writer === undefined ? {} : { writer }),
  };
}

/** Some ends with whom they call: what was changed there may explain how they do. */
export function withCallees(
  focus: readonly CallNode[],
  graph: CallGraph,
): CallNode[] {
  const ends = new Map(focus.map(node => [node.id, node]));
  for (const { id } of focus) {
    for (const { to } of graph.callees.get(id) ?? []) ends.set(to.id, to);
  }
  return [...ends.values()];
}

/** Names of workloads behind the ends that are seen, by place of the namespace. */
function workloadsOf(ends: readonly CallNode[]) {
  const names = new Map<string, Set<string>>();
  for (const { cluster, namespace, name, entry } of ends) {
    if (cluster === undefined || namespace === undefined) continue;
    const key = place(cluster, namespace);
    const known = names.get(key) ?? new Set();
    names.set(key, known);
    const workloads = entry?.instance.workloads.map(({ ref }) => ref.name);
    for (const one of workloads ?? [name ?? '']) known.add(one);
  }
  return names;
}

/**
 * What was changed of the ends of calls and in their namespaces, newest first. `ends` are
 * those that the reader sees. Objects that may be about anything in a namespace are told
 * to whoever may see all services in it.
 */
export function changesAround(
  ends: readonly CallNode[],
  { nodes, reader, from, to }: ChangesInput,
): Change[] {
  const workloads = workloadsOf(ends);
  const found = [...workloads].flatMap(([key, names]) => {
    const [cluster, namespace] = key.split('/');
    const all = nodes.clusters.get(cluster)?.model?.changes ?? [];
    const isOpen =
      reader.readsAll ||
      nodes
        .inNamespace(cluster, namespace)
        .every(({ resource }) => reader.mayRead(resource));
    return all.filter(({ at, object }) => {
      const time = Date.parse(at);
      if (time < from || time > to) return false;
      if ((object.namespace ?? object.name) !== namespace) return false;
      return OF_WORKLOADS.includes(object.kind)
        ? names.has(object.name)
        : isOpen;
    });
  });
  return found
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, MOST_CHANGES)
    .map(toldChange);
}
