import { failedRequests } from '../metrics/goldenCounts';
import type { CallEdge, CallGraph } from './CallGraph';
import { neverArrived } from './edgeCounts';
import {
  failedOf,
  failingCallees,
  type FailingPlace,
  lostCalls,
  type UsualFailures,
} from './failingCallees';
import type { Sight } from './sight';

/** Chains longer than that are told from where they are cut. */
const MOST_STEPS = 3;

/** Most of what fails at an end has to be explained by one that it calls. */
const MOST = 0.5;

interface RootContext {
  readonly graph: CallGraph;
  readonly sight: Sight;
  readonly usual: UsualFailures;
}

/** The callee of `edge.to` that explains most of its failures; undefined where it fails itself. */
function nextStep(
  edge: CallEdge,
  { graph, usual }: RootContext,
): CallEdge | undefined {
  const failed = (graph.callers.get(edge.to.id) ?? []).reduce(
    (sum, { counts }) =>
      sum + Math.max(0, failedRequests(counts) - neverArrived(counts)),
    0,
  );
  const found = failingCallees(graph.callees.get(edge.to.id) ?? [], {
    failed,
    usual,
  });
  const [worst] = found;
  const all = Math.max(failed, failedOf(found));
  return worst && worst.failed >= all * MOST ? worst.edges[0] : undefined;
}

/**
 * Where calls fail in the end: the service that is called may itself only pass on what
 * another one fails. What may not be seen is not looked behind.
 */
export function rootOf(
  { edges }: FailingPlace,
  context: RootContext,
): CallEdge {
  let [root] = edges;
  const passed = new Set([root.from.id]);
  for (let step = 0; step < MOST_STEPS; step++) {
    passed.add(root.to.id);
    // What never arrived was failed by nobody behind it.
    const arrived = failedRequests(root.counts) - neverArrived(root.counts);
    const isOwn = arrived < lostCalls(root.counts) * MOST;
    if (isOwn || !context.sight.sees(root.to)) break;
    const next = nextStep(root, context);
    if (!next || passed.has(next.to.id)) break;
    root = next;
  }
  return root;
}
