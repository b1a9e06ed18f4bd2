import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { CallShape } from '../../traffic/Call.ts';
import {
  clientSeconds,
  ONE,
  type Count,
  type Family,
  type Labels,
  type Target,
} from '../Count.ts';
import type { FleetView } from '../FleetView.ts';

const STATUSES: Family = {
  name: 'outbound_http_route_request_statuses_total',
  type: 'counter',
};
const DURATION: Family = {
  name: 'outbound_http_route_request_duration_seconds',
  type: 'histogram',
  bounds: [0.05, 0.5, 1, 10],
};
const BACKEND_REQUESTS: Family = {
  name: 'outbound_http_route_backend_requests_total',
  type: 'counter',
};
const BACKEND_STATUSES: Family = {
  name: 'outbound_http_route_backend_response_statuses_total',
  type: 'counter',
};
const BACKEND_DURATION: Family = {
  name: 'outbound_http_route_backend_response_duration_seconds',
  type: 'histogram',
  bounds: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 10],
};

interface HttpRoute extends KubeObject {
  spec: {
    parentRefs?: readonly { kind?: string; name: string; namespace?: string }[];
    rules?: readonly {
      matches?: readonly { path?: { type?: string; value?: string } }[];
    }[];
  };
}

const ROUTE_KINDS = [
  'httproutes.gateway.networking.k8s.io',
  'httproutes.policy.linkerd.io',
];

function matches({ spec }: HttpRoute, path: string): boolean {
  const rules = spec.rules ?? [];
  return rules.some(
    ({ matches: list = [] }) =>
      list.length === 0 ||
      list.some(({ path: { type, value = '/' } = {} }) =>
        type === 'Exact' ? path === value : path.startsWith(value),
      ),
  );
}

/** The route that a Service's request takes: an HTTPRoute of the Service, else the one that every Service has. */
function routeLabels(shape: CallShape, view: FleetView): Labels {
  const { service, route: pattern, path = '/' } = shape;
  if (!service) return {};
  const { cluster, namespace, name } = service;
  const route = ROUTE_KINDS.flatMap(kind =>
    view.list<HttpRoute>(cluster, kind, { namespace }),
  ).find(
    one =>
      one.spec.parentRefs?.some(
        parent => parent.kind === 'Service' && parent.name === name,
      ) && matches(one, pattern ?? path),
  );
  if (!route) return { route_kind: 'default', route_name: 'http' };
  return {
    route_group: route.apiVersion.split('/')[0],
    route_kind: route.kind,
    route_namespace: route.metadata.namespace,
    route_name: route.metadata.name,
  };
}

/** Why the proxy answered itself, in its own words. */
const ERRORS: Readonly<Record<string, string>> = {
  UH: 'FAIL_FAST',
  NR: 'FAIL_FAST',
  UO: 'LOAD_SHED',
  UF: 'IO',
  UC: 'IO',
  UT: 'REQUEST_TIMEOUT',
  DC: 'CANCEL',
};

/** What the client's proxy counts by route of a Service: the only trace of a request that found no endpoint. */
export function routeCounts(
  shape: CallShape,
  parts: { target: Target; view: FleetView; arrived: boolean },
): Count[] {
  const { target, view, arrived } = parts;
  const { service } = shape;
  if (!service) return [];
  const labels = {
    parent_group: 'core',
    parent_kind: 'Service',
    parent_namespace: service.namespace,
    parent_name: service.name,
    parent_port: String(service.port),
    ...routeLabels(shape, view),
  };
  const backend = {
    ...labels,
    backend_group: 'core',
    backend_kind: 'Service',
    backend_namespace: service.namespace,
    backend_name: service.name,
    backend_port: String(service.port),
  };
  const http_status = String(shape.status);
  const error = ERRORS[shape.flags];
  const counts: Count[] = [
    {
      target,
      family: STATUSES,
      labels: { ...labels, http_status, error },
      amount: ONE,
    },
    { target, family: DURATION, labels, amount: clientSeconds },
    { target, family: BACKEND_REQUESTS, labels: backend, amount: ONE },
  ];
  if (!arrived) return counts;
  return [
    ...counts,
    {
      target,
      family: BACKEND_STATUSES,
      labels: { ...backend, http_status, error },
      amount: ONE,
    },
    {
      target,
      family: BACKEND_DURATION,
      labels: backend,
      amount: clientSeconds,
    },
  ];
}
