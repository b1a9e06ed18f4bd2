import type { CallShape, Hop } from './Call.ts';
import type { Caller } from './Caller.ts';
import type { Flow, Route } from './Flow.ts';
import type { Outcome } from './outcome.ts';
import type { Place } from './Place.ts';

interface ShapeParts {
  flow: Flow;
  route: Route;
  caller: Caller;
  /** The pod that got the call. */
  server?: Place;
  hops: readonly (Hop | undefined)[];
  mtls: boolean;
  /** Of the ends' own. */
  tls: boolean;
  outcome: Outcome;
}

/** One object for all calls that have the same ends, way and outcome. */
export class Shapes {
  private known = new Map<string, CallShape>();

  /** Pods that were replaced are not needed again; the ledger keeps those that it has. */
  clear(): void {
    this.known.clear();
  }

  of(parts: ShapeParts): CallShape {
    const key = keyOf(parts);
    let shape = this.known.get(key);
    if (!shape) {
      shape = shapeOf(parts);
      this.known.set(key, shape);
    }
    return shape;
  }
}

function keyOf({
  flow,
  route,
  caller,
  server,
  hops,
  mtls,
  tls,
  outcome,
}: ShapeParts): string {
  const { status, grpcStatus, flags, denied } = outcome;
  const who = caller.place?.key ?? caller.name;
  const how = `${status}|${grpcStatus}|${flags}|${denied}|${mtls}|${tls}`;
  let key = `${flow.id}|${flow.routes.indexOf(route)}|${who}|${
    server?.key
  }|${how}`;
  for (const hop of hops) key += `|${hop?.pod}`;
  return key;
}

function shapeOf(parts: ShapeParts): CallShape {
  const { flow, route, caller, server, hops, mtls, outcome } = parts;
  const { target, protocol, id } = flow;
  const { cluster, place, name } = caller;
  return {
    flow: id,
    ...(place ? { from: place.end } : { externalCaller: name ?? '' }),
    ...(server ? { to: server.end } : {}),
    ...(target.kind === 'external'
      ? { externalHost: target.host }
      : {
          service: {
            cluster,
            namespace: target.namespace,
            name: target.name,
            port: target.port,
          },
        }),
    protocol,
    ...(route.method === undefined ? {} : { method: route.method }),
    ...(route.path === undefined ? {} : { route: route.path }),
    ...outcome,
    via: hops.filter(hop => hop !== undefined),
    ...(parts.tls ? { tls: true } : {}),
    mtls,
  };
}
