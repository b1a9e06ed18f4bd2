import type { CallShape, Hop } from './Call.ts';
import type { Caller } from './Caller.ts';
import type { CallNumbers } from './ColumnarLedger.ts';
import type { Dice } from './Dice.ts';
import type { Flow, Route } from './Flow.ts';
import {
  FAILURES,
  failure,
  isFailure,
  serverError,
  success,
  type Outcome,
} from './outcome.ts';
import type { Place } from './Place.ts';
import type { Passage } from './endpoints/Endpoint.ts';
import type { Router, Way } from './Router.ts';
import type { Shapes } from './Shapes.ts';
import type { TrafficFaults } from './TrafficFaults.ts';
import type { Troubles } from './Troubles.ts';
import type { Distances } from './Distances.ts';

export interface CallContext {
  router: Router;
  faults: TrafficFaults;
  troubles: Troubles;
  distances: Distances;
  shapes: Shapes;
  nextId(): number;
  emit(shape: CallShape, numbers: CallNumbers): void;
}

interface Request {
  flow: Flow;
  /** Left out: any, by their shares. */
  route?: Route;
  caller: Caller;
  /** Milliseconds since the epoch. */
  at: number;
  parent?: number;
}

interface Answer {
  outcome: Outcome;
  /** What the server took, with the calls it made. */
  serverMs: number;
  requestBytes: number;
  responseBytes: number;
}

/** What a client takes to learn that there is nobody. */
const REFUSAL_MS = 1.2;
/** A connection is used for so many requests, on average. */
const REUSE = { http: 12, grpc: 40, tcp: 1 };

/** Makes one call and those that it causes; answers with what the caller gets, and when. */
export function makeCall(
  request: Request,
  dice: Dice,
  context: CallContext,
): { ok: boolean; clientMs: number } {
  const { flow, caller, at } = request;
  const route = request.route ?? dice.weighted(flow.routes);
  const id = context.nextId();
  const way = chooseWay(flow, caller, dice, context);
  const hops = (way?.passages ?? []).map(passage => hopOf(passage, dice));
  const seenAs = context.router.seenAs(flow, caller.cluster);
  const network = networkMs({ flow, caller, way, hops }, dice, context);
  const blocked = whyBlocked(
    { flow, route, caller, way, hops, seenAs },
    context,
  );
  let answer: Answer;
  if (blocked) answer = unanswered(blocked, route);
  else if (way)
    answer = serve(
      { flow, route, way, id, at: at + network / 2 },
      dice,
      context,
    );
  else answer = external(route, dice);
  let { outcome } = answer;
  let clientMs =
    answer.serverMs + (blocked ? dice.duration(REFUSAL_MS, 3) : network);
  if (clientMs > flow.timeout && flow.protocol !== 'tcp') {
    clientMs = flow.timeout;
    outcome = failure(FAILURES.timeout, seenAs, answersFor(caller.place));
  }
  const reached = blocked ? blocked.reached : way?.server;
  const passed = blocked?.passed ?? (reached ? hops : []);
  context.emit(
    context.shapes.of({
      flow,
      route,
      caller,
      server: reached,
      hops: passed,
      mtls: Boolean((reached ?? passed[0]) && way?.mtls),
      tls: seenAs !== flow.protocol,
      outcome,
    }),
    {
      id,
      ...(request.parent === undefined ? {} : { parent: request.parent }),
      at,
      clientMs,
      serverMs: reached || !way ? answer.serverMs : 0,
      requestBytes: answer.requestBytes,
      responseBytes: answer.responseBytes,
      newConnection: dice.next() * REUSE[flow.protocol] < 1,
    },
  );
  return { ok: !isFailure(outcome), clientMs };
}

interface Attempt {
  flow: Flow;
  caller: Caller;
  way?: Way;
  hops: readonly (Hop | undefined)[];
}

interface Blocked {
  outcome: Outcome;
  /** The server, where it was its own door that did not open. */
  reached?: Place;
  /** The proxies that it came to. */
  passed?: readonly (Hop | undefined)[];
}

function chooseWay(
  flow: Flow,
  caller: Caller,
  dice: Dice,
  { router, troubles }: CallContext,
): Way | undefined {
  const ways = router.ways(flow, caller.place, caller.cluster);
  if (!ways || ways.length === 0) return undefined;
  return dice.pick(troubles.partOf(ways, flow, caller.cluster, dice));
}

/** What keeps a call from being answered by its server. */
function whyBlocked(
  attempt: Attempt & { route: Route; seenAs: Flow['protocol'] },
  { router, faults }: CallContext,
): Blocked | undefined {
  const { flow, route, caller, way, hops, seenAs: protocol } = attempt;
  const { target } = flow;
  if (target.kind === 'external') return undefined;
  const waypoint = way?.passages.some(({ kind }) => kind === 'waypoint');
  const answered = answersFor(caller.place) || waypoint === true;
  const fails = (why: Parameters<typeof failure>[0]) =>
    failure(why, protocol, answered);
  if (!way) {
    const known = router.ways(flow, caller.place, caller.cluster) !== undefined;
    return { outcome: fails(known ? FAILURES.noEndpoint : FAILURES.noName) };
  }
  // A waypoint without pods answers nobody.
  if (hops.includes(undefined))
    return {
      outcome: failure(FAILURES.cut, protocol, answersFor(caller.place)),
    };
  if (faults.isCut(caller.cluster, way.server.end.cluster))
    return { outcome: fails(FAILURES.cut) };
  const refusal = way.refusal(route);
  if (!refusal) return undefined;
  const { server } = way;
  if (refusal.kind === 'refused')
    return { outcome: fails(FAILURES.refused), reached: server };
  if (refusal.atWaypoint)
    return {
      outcome: failure(FAILURES.denied, protocol, true),
      passed: hops.slice(0, 1),
    };
  return refusal.l7
    ? { outcome: failure(FAILURES.denied, protocol, true), reached: server }
    : { outcome: fails(FAILURES.deniedConnection), reached: server };
}

/** A proxy of the client that speaks its protocol tells it what went wrong. */
function answersFor(place: Place | undefined): boolean {
  const { planes } = place ?? {};
  return Boolean(
    planes?.has('istio-sidecar') ||
      planes?.has('linkerd') ||
      planes?.has('consul'),
  );
}

function hopOf({ kind, places }: Passage, dice: Dice): Hop | undefined {
  if (places.length === 0) return undefined;
  const { cluster, namespace, workload, pod } = dice.pick(places).end;
  return { kind, cluster, namespace, workload, pod };
}

/** There and back, without what the server takes. */
function networkMs(
  { flow, caller, way, hops }: Attempt,
  dice: Dice,
  { distances }: CallContext,
): number {
  const far = way?.server.end.cluster ?? caller.cluster;
  const outside = flow.target.kind === 'external' || caller.name !== undefined;
  const distance = outside ? 24 : distances.between(caller.cluster, far);
  return (
    dice.duration(0.7, 4) +
    distance * (0.95 + 0.1 * dice.next()) +
    0.4 * hops.length
  );
}

function unanswered({ outcome }: Blocked, route: Route): Answer {
  const { requestBytes } = route;
  return { outcome, serverMs: 0, requestBytes, responseBytes: 0 };
}

function external(route: Route, dice: Dice): Answer {
  return {
    outcome: success('tcp', 200),
    serverMs: dice.duration(route.ms, route.tail),
    ...bytesOf(route, dice),
  };
}

function bytesOf(route: Route, dice: Dice) {
  return {
    requestBytes: Math.round(dice.duration(route.requestBytes, 1.6)),
    responseBytes: Math.round(dice.duration(route.responseBytes, 2.5)),
  };
}

/** What the server makes of it: its own part, and the calls that it makes one after the other. */
function serve(
  call: { flow: Flow; route: Route; way: Way; id: number; at: number },
  dice: Dice,
  context: CallContext,
): Answer {
  const { flow, route, way, id, at } = call;
  const { server } = way;
  const name = flow.target.kind === 'service' ? flow.target.name : '';
  const trouble = context.troubles.of(server, name, at);
  const own = dice.duration(route.ms, route.tail) * trouble.slower;
  const bytes = bytesOf(route, dice);
  const burst = context.faults.burstOn(server, name);
  if (burst && dice.next() < burst.share) {
    const status = dice.next() < 0.75 ? burst.status : 500;
    const outcome = serverError(flow.protocol, status);
    return { outcome, serverMs: own * 0.4, ...bytes, responseBytes: 90 };
  }
  if (dice.next() < route.failures + trouble.failures) {
    const outcome = serverError(flow.protocol, 500);
    return { outcome, serverMs: own * 0.6, ...bytes, responseBytes: 140 };
  }
  const caller = { cluster: server.end.cluster, place: server };
  let serverMs = own;
  for (const nested of route.calls) {
    if ((nested.cluster ?? caller.cluster) !== caller.cluster) continue;
    if (nested.share < 1 && dice.next() >= nested.share) continue;
    const result = makeCall(
      {
        flow: nested.flow,
        route: nested.route,
        caller,
        at: at + serverMs / 2,
        parent: id,
      },
      dice,
      context,
    );
    // Connections of a pool stay open beside the requests that use them.
    const pooled = nested.flow.protocol === 'tcp' && !nested.required;
    if (!pooled) serverMs += result.clientMs;
    if (!result.ok && nested.required) {
      const outcome = serverError(flow.protocol, 500);
      return { outcome, serverMs, ...bytes, responseBytes: 160 };
    }
  }
  return { outcome: success(flow.protocol, route.status), serverMs, ...bytes };
}
