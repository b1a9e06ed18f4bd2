import { text, type Verdict } from '@meshport/plugin-mesh-common';
import { failedRequests } from '../metrics/goldenCounts';
import { inWords } from '../metrics/goldenAnswer';
import type { KnownTraffic } from '../views/traffic';
import type { CallEdge, CallGraph } from './CallGraph';
import type { CallNode } from './CallNode';
import { neverArrived, neverArrivedBy } from './edgeCounts';
import {
  failedOf,
  failingCallees,
  type FailingPlace,
  ROOM,
  type UsualFailures,
} from './failingCallees';
import type { Sight } from './sight';
import {
  byReason,
  percent,
  type Share,
  theirsText,
  whereabouts,
} from './verdictText';

/** What a verdict is made from. */
export interface VerdictInput {
  /** The ends that the service is, as far as the reader sees it. */
  readonly ends: readonly CallNode[];
  readonly known: KnownTraffic;
  /** Pods that are ready, of all that the reader sees. */
  readonly readyPods: number;
  readonly graph: CallGraph;
  readonly sight: Sight;
  readonly edgeId: (edge: CallEdge) => string;
  readonly usual: UsualFailures;
  /** Some of its requests are counted whose own calls nobody counts. */
  readonly isPartlySeen: boolean;
  /** ISO; since when its health is what it is. */
  readonly since?: string;
}

/** Of one place as much as of all others together. */
const MOST = 0.5;

/** Where failed calls come from, per second. */
interface Places {
  /** Its errors: what it answered badly, and what never reached it. */
  readonly total: number;
  readonly arrived: number;
  readonly mine: number;
  readonly callers: readonly CallEdge[];
  readonly notArrived: number;
  /** The largest first. */
  readonly callees: readonly FailingPlace[];
}

function outgoing({ ends, graph }: VerdictInput): CallEdge[] {
  const own = new Set(ends.map(({ id }) => id));
  return ends
    .flatMap(({ id }) => graph.callees.get(id) ?? [])
    .filter(({ to }) => !own.has(to.id));
}

function incoming({ ends, graph }: VerdictInput): CallEdge[] {
  return ends.flatMap(({ id }) => graph.callers.get(id) ?? []);
}

/**
 * A call that fails may fail the request that it was made for: as far as there are
 * failed calls, these explain the errors of the service itself.
 */
function placesOf(input: VerdictInput): Places {
  const { counts } = input.known;
  const callers = incoming(input).filter(edge => neverArrived(edge.counts) > 0);
  const seenByCallers = callers.reduce(
    (sum, { counts: calls }) => sum + neverArrived(calls),
    0,
  );
  const notArrived = Math.max(neverArrived(counts), seenByCallers);
  const arrived = Math.max(0, failedRequests(counts) - neverArrived(counts));
  const callees = failingCallees(outgoing(input), {
    failed: arrived,
    usual: input.usual,
  });
  const passedOn = failedOf(callees);
  return {
    total: arrived + notArrived,
    arrived,
    mine: Math.max(0, arrived - passedOn),
    callers,
    notArrived,
    callees,
  };
}

/** Since when it is not well, if so. */
function sinceOf({ since, known }: VerdictInput): Pick<Verdict, 'since'> {
  const { health } = known.assessment;
  const isBad = health === 'failing' || health === 'degraded';
  return isBad && since !== undefined ? { since } : {};
}

function callersVerdict(
  { callers, notArrived, total }: Places,
  input: VerdictInput,
): Verdict {
  const share = notArrived / total;
  const [worst] = [...callers].sort(
    (a, b) => neverArrived(b.counts) - neverArrived(a.counts),
  );
  const counts = worst?.counts ?? input.known.counts;
  const reason = neverArrivedBy(counts) ?? 'other';
  const since = sinceOf(input);
  const said = { share, reason, ...since };
  if (reason === 'no-healthy-upstream' && input.readyPods === 0) {
    const params = { percent: percent(share) };
    return { place: 'mine', text: text('verdict.mine-empty', params), ...said };
  }
  const { name, cluster } = worst?.from ?? {};
  const isNamed =
    worst && input.sight.sees(worst.from) && name !== undefined && cluster;
  return {
    place: 'callers',
    text: isNamed
      ? byReason('verdict.callers', reason, {
          percent: percent(share),
          caller: name,
          cluster,
        })
      : byReason('verdict.callers-hidden', reason, { percent: percent(share) }),
    ...(worst ? { edge: input.edgeId(worst) } : {}),
    ...said,
  };
}

/**
 * Share of the errors of a service that failed calls to one callee explain:
 *
 *     calls to it that failed, without those that the caller copes with as usual
 *     ---------------------------------------------------------------------------
 *     requests that the service answered badly, and calls that never reached it
 *
 * both per second over the same window, and never more than 1. Each failed call fails at
 * most one request, so this is the share of failed requests for which such a call failed
 * as long as a request makes no more than one of them. It is an upper bound (`most`)
 * where clearly more calls than requests fail: some are made again, or coped with, and
 * edges do not tell which. It is a lower one (`least`) where requests are counted whose
 * own calls nobody counts, as their pods have no proxy.
 */
function shareOf(
  { failed }: FailingPlace,
  { total, arrived }: Places,
  input: VerdictInput,
): Share {
  const share = total > 0 ? Math.min(1, Math.min(failed, arrived) / total) : 0;
  if (failed > arrived * ROOM) return { share, bound: 'most' };
  const isBound = input.isPartlySeen && share < 1;
  return isBound ? { share, bound: 'least' } : { share };
}

/** The place that has most of the errors; nobody is blamed with less than half of them. */
function ofErrors(input: VerdictInput): Verdict {
  const places = placesOf(input);
  const { total, arrived, mine, notArrived, callees } = places;
  const since = sinceOf(input);
  const [worst] = callees;
  const theirs = Math.min(worst?.failed ?? 0, arrived);
  const largest = Math.max(mine, notArrived, theirs);
  const share = total > 0 ? largest / total : 0;
  if (!(share >= MOST)) {
    const params = { percent: percent(share) };
    return {
      place: 'unclear',
      text: text('verdict.unclear', params),
      ...since,
    };
  }
  if (worst && theirs === largest) {
    const edge = input.edgeId(worst.edges[0]);
    const part = shareOf(worst, places, input);
    const told = theirsText(worst, part, input);
    return { place: 'theirs', ...told, ...part, edge, ...since };
  }
  if (notArrived === largest) return callersVerdict(places, input);
  const params = { percent: percent(share) };
  return { place: 'mine', text: text('verdict.mine', params), share, ...since };
}

/** From this part of its own time on, a service waits for what it calls. */
const WAITS = 0.5;

function ofLatency(input: VerdictInput): Verdict {
  const own = input.known.counts.latency?.p99 ?? 0;
  const since = sinceOf(input);
  const [slowest] = outgoing(input)
    .filter(({ counts }) => (counts.latency?.p99 ?? 0) >= own * WAITS)
    .sort(
      (a, b) => (b.counts.latency?.p99 ?? 0) - (a.counts.latency?.p99 ?? 0),
    );
  if (!slowest) {
    return { place: 'mine', text: text('verdict.mine-slow'), ...since };
  }
  const { suffix, params } = whereabouts(slowest.to, input.sight);
  const milliseconds = Math.round(slowest.counts.latency?.p99 ?? 0);
  return {
    place: 'theirs',
    text: text(`verdict.theirs-slow${suffix}`, { ...params, milliseconds }),
    edge: input.edgeId(slowest),
    ...since,
  };
}

/** Whether what never arrives is more than the service may fail. */
function isCutOff(input: VerdictInput): boolean {
  const { counts, objectives } = input.known;
  const lost = incoming(input).reduce(
    (sum, edge) => sum + neverArrived(edge.counts),
    0,
  );
  const all = (counts.requests ?? 0) + lost;
  const { minRequests, successRatio } = objectives;
  const isEnough = all * input.graph.windowSeconds >= minRequests;
  return isEnough && lost > 0 && lost / all > 1 - successRatio.value;
}

/** The sentence says why nothing can be said. */
function ofUnknown({ known }: VerdictInput): Verdict {
  const [cause] = known.assessment.causes;
  return {
    place: 'unclear',
    text: cause ? inWords(cause) : text('verdict.unknown'),
  };
}

/** "Is it me?", of one service, from its edges alone; tells nothing of what may not be seen. */
export function verdictOf(input: VerdictInput): Verdict {
  const { health, causes } = input.known.assessment;
  if (health === 'failing' || health === 'degraded') {
    const is = (what: string) =>
      causes.some(({ id }) => id.startsWith(`health.${what}`));
    if (is('errors')) return ofErrors(input);
    if (is('latency')) return ofLatency(input);
    const since = sinceOf(input);
    const told = is('overhead')
      ? { place: 'unclear' as const, text: text('verdict.overhead') }
      : ofUnknown(input);
    return { ...told, ...since };
  }
  if (isCutOff(input)) return callersVerdict(placesOf(input), input);
  if (health === 'unknown') return ofUnknown(input);
  return {
    place: 'fine',
    text: text(health === 'idle' ? 'verdict.idle' : 'verdict.fine'),
  };
}
