import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { renameIn, type NameMap } from '../world/rename.ts';
import type {
  DayShape,
  Distance,
  Flow,
  Incident,
  Origin,
  Route,
  ServiceName,
  Split,
  Target,
  TrafficPlan,
} from './Flow.ts';
import { fieldsOf, type Fields } from './fields.ts';
import { linkCalls } from './linkCalls.ts';

/** The file of a world that says who calls whom. */
const FILE = 'traffic.yaml';

const NO_TRAFFIC: TrafficPlan = {
  seed: '',
  flows: [],
  splits: [],
  incidents: [],
  distances: [],
};

/** The traffic of a world, with other names where the map has some; none where the world says nothing about it. */
export function loadTraffic(directory: string, names: NameMap): TrafficPlan {
  const file = join(directory, FILE);
  if (!existsSync(file)) return NO_TRAFFIC;
  return readTraffic(renameIn(parse(readFileSync(file, 'utf8')), names));
}

/** Throws with the flow that is wrong. */
export function readTraffic(content: unknown): TrafficPlan {
  const top = fieldsOf(content, FILE);
  const shapes = new Map(top.list('shapes').map(readShape));
  const drafts = top.list('flows').map(draft => ({
    draft,
    flow: readFlow(draft, shapes),
  }));
  linkCalls(drafts, FILE);
  return {
    seed: top.text('seed'),
    flows: drafts.map(({ flow }) => flow),
    splits: top.list('splits').map(readSplit),
    incidents: top.list('incidents').map(readIncident),
    distances: top.list('distances').map(readDistance),
  };
}

function readShape(shape: Fields): [string, DayShape] {
  const hours = shape.numbers('hours');
  if (hours.length !== 24) throw shape.wrong('hours', 'a list of 24 numbers');
  return [shape.text('name'), hours];
}

function readFlow(draft: Fields, shapes: ReadonlyMap<string, DayShape>): Flow {
  const flow = draft.called(draft.text('id'));
  const protocol = flow.choice('protocol', ['http', 'grpc', 'tcp'], 'http');
  const routes = flow.list('routes').map(route => readRoute(route, protocol));
  if (routes.length === 0) throw flow.wrong('routes', 'a list of routes');
  return {
    id: flow.text('id'),
    origin: readOrigin(flow, shapes),
    target: readTarget(flow.child('to')),
    protocol,
    timeout: flow.number('timeout', 15_000),
    routes,
  };
}

function readOrigin(
  flow: Fields,
  shapes: ReadonlyMap<string, DayShape>,
): Origin | undefined {
  if (!flow.has('from')) return undefined;
  const from = flow.child('from');
  const shapeName = flow.optionalText('shape');
  const shape = shapeName === undefined ? undefined : shapes.get(shapeName);
  if (shapeName !== undefined && !shape)
    throw flow.wrong('shape', `one of ${[...shapes.keys()].join(', ')}`);
  const until = flow.number('until', 0) * 1000;
  return {
    cluster: from.text('cluster'),
    rate: flow.number('rate'),
    ...(shape ? { shape } : {}),
    ...(until > 0 ? { until } : {}),
    ...(from.has('outside')
      ? { outside: from.text('outside') }
      : {
          workload: {
            namespace: from.text('namespace'),
            name: from.text('workload'),
          },
        }),
  };
}

function readTarget(to: Fields): Target {
  const port = to.number('port');
  if (to.has('host')) return { kind: 'external', host: to.text('host'), port };
  const namespace = to.text('namespace');
  return { kind: 'service', namespace, name: to.text('name'), port };
}

function readRoute(route: Fields, protocol: Flow['protocol']): Route {
  const [requestBytes, responseBytes] = route.numbers('bytes');
  if (responseBytes === undefined)
    throw route.wrong('bytes', '[of the request, of the response]');
  return {
    ...(protocol === 'tcp'
      ? {}
      : { method: route.text('method'), path: route.text('path') }),
    share: route.number('share', 1),
    ms: route.number('ms'),
    tail: route.number('tail', 3),
    failures: route.number('failures', 0.000_03),
    status: route.number('status', 200),
    requestBytes,
    responseBytes,
    calls: [],
  };
}

function readService(service: Fields): ServiceName {
  return {
    cluster: service.text('cluster'),
    namespace: service.text('namespace'),
    name: service.text('name'),
  };
}

function readSplit(split: Fields): Split {
  return {
    service: readService(split.child('service')),
    label: split.text('label'),
    parts: split.list('parts').map(part => ({
      value: part.text('value'),
      share: part.number('share'),
    })),
  };
}

function readIncident(incident: Fields): Incident {
  if (incident.has('ago') === incident.has('minute'))
    throw incident.wrong('ago', 'there, or "minute", not both');
  return {
    service: readService(incident.child('service')),
    ...(incident.has('ago')
      ? { ago: incident.number('ago') * 1000 }
      : { minute: incident.number('minute') }),
    lasts: incident.number('lasts') * 1000,
    slower: incident.number('slower', 1),
    failures: incident.number('failures', 0),
  };
}

function readDistance(distance: Fields): Distance {
  const [a, b] = distance.texts('between');
  if (b === undefined)
    throw distance.wrong('between', 'a list of two clusters');
  return { between: [a, b], ms: distance.number('ms') };
}
