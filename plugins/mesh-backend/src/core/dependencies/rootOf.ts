import { failedRequests } from '../metrics/goldenCounts';
import type { CallEdge, CallGraph } from './CallGraph';
import { neverArrived } from './edgeCounts';
import type { Sight } from './sight';

/** Calls to one end that fail, the worst first, and how many per second. */
export interface FailingPlace {
  readonly edges: readonly CallEdge[];
  readonly failed: number;
}

/** Chains longer than that are told from where they are cut. */
const MOST_STEPS = 3;

/** Most of what fails at an end has to be explained by one that it calls. */
const MOST = 0.5;

/** The callee of `edge.to` that explains most of its failures; undefined where it fails itself. */
function nextStep(edge: CallEdge, graph: CallGraph): CallEdge | undefined {
  const callees = graph.callees.get(edge.to.id) ?? [];
  const arrived = (graph.callers.get(edge.to.id) ?? []).reduce(
    (sum, { counts }) =>
      sum + Math.max(0, failedRequests(counts) - neverArrived(counts)),
    0,
  );
  const passedOn = callees.reduce(
    (sum, { counts }) => sum + failedRequests(counts),
    0,
  );
  const [worst] = [...callees].sort(
    (a, b) => failedRequests(b.counts) - failedRequests(a.counts),
  );
  const share = worst
    ? failedRequests(worst.counts) / Math.max(arrived, passedOn)
    : 0;
  return share >= MOST ? worst : undefined;
}

/**
 * Where calls fail in the end: the service that is called may itself only pass on what
 * another one fails. What may not be seen is not looked behind.
 */
export function rootOf(
  { edges }: FailingPlace,
  { graph, sight }: { readonly graph: CallGraph; readonly sight: Sight },
): CallEdge {
  let [root] = edges;
  const passed = new Set([root.from.id]);
  for (let step = 0; step < MOST_STEPS; step++) {
    passed.add(root.to.id);
    // What never arrived was failed by nobody behind it.
    const fails = failedRequests(root.counts) - neverArrived(root.counts);
    const isOwn = fails < failedRequests(root.counts) * MOST;
    if (isOwn || !sight.sees(root.to)) break;
    const next = nextStep(root, graph);
    if (!next || passed.has(next.to.id)) break;
    root = next;
  }
  return root;
}
