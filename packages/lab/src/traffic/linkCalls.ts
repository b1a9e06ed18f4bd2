import type { Fields } from './fields.ts';
import type { Flow, NestedCall, Route } from './Flow.ts';

interface Draft {
  draft: Fields;
  flow: Flow;
}

/** Puts the flows that are named in the calls of routes there; throws for names that there are not, and for circles. */
export function linkCalls(drafts: readonly Draft[], place: string): void {
  const flows = new Map<string, Flow>();
  for (const { flow } of drafts) {
    if (flows.has(flow.id))
      throw new Error(`${place} has two flows "${flow.id}"`);
    flows.set(flow.id, flow);
  }
  for (const { draft, flow } of drafts)
    draft.list('routes').forEach((route, i) => {
      flow.routes[i].calls = route
        .list('calls')
        .map(call => linkCall(call, flows));
    });
  for (const { flow } of drafts)
    for (const route of flow.routes) refuseCircle(route, flow.id, []);
}

function linkCall(call: Fields, flows: ReadonlyMap<string, Flow>): NestedCall {
  const flow = flows.get(call.text('flow'));
  if (!flow) throw call.wrong('flow', `one of ${[...flows.keys()].join(', ')}`);
  const path = call.optionalText('route');
  const route = flow.routes.find(candidate => candidate.path === path);
  if (path !== undefined && !route)
    throw call.wrong('route', `the path of a route of "${flow.id}"`);
  return {
    flow,
    ...(path === undefined ? {} : { route }),
    share: call.number('share', 1),
    required: call.flag('required'),
    ...(call.has('in') ? { cluster: call.text('in') } : {}),
  };
}

/** A call that causes itself would never end. */
function refuseCircle(route: Route, id: string, above: readonly Route[]): void {
  if (above.includes(route))
    throw new Error(`Calls of "${id}" cause themselves`);
  for (const call of route.calls)
    for (const next of call.route ? [call.route] : call.flow.routes)
      refuseCircle(next, id, [...above, route]);
}
