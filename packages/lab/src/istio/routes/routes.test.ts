import type { DraftObject } from '../../apiserver/KubeObject.ts';
import { aService } from '../../testing/clusters.ts';
import { anAmbientCluster, aWaypoint } from '../../testing/istio.ts';
import type { SimulatedCluster } from '../../world/SimulatedCluster.ts';
import type { Gateway } from '../gateways/gateway.ts';
import type { Route } from './route.ts';

function aRoute(
  parentRef: Record<string, unknown>,
  backend = 'web',
): DraftObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'route', namespace: 'default' },
    spec: {
      parentRefs: [parentRef],
      rules: [{ backendRefs: [{ name: backend, port: 80 }] }],
    },
  };
}

function routeOf({ store }: SimulatedCluster): Route {
  const ref = {
    resource: 'httproutes.gateway.networking.k8s.io',
    namespace: 'default',
    name: 'route',
  };
  const route = store.get<Route>(ref);
  if (!route) throw new Error('There is no route');
  return route;
}

function said(cluster: SimulatedCluster): string[] {
  const [parent] = routeOf(cluster).status?.parents ?? [];
  return parent?.conditions.map(
    ({ type, status, message }) => `${type} ${status}: ${message}`,
  );
}

const service = (name: string) => ({
  group: '',
  kind: 'Service',
  name,
  port: 80,
});
const fine = 'ResolvedRefs True: All references resolved';

describe('what istiod says about a route', () => {
  it('of a Service with a waypoint', () => {
    const web = aService();
    const labels = { 'istio.io/use-waypoint': 'waypoint' };
    const cluster = anAmbientCluster([
      aWaypoint(),
      { ...web, metadata: { ...web.metadata, labels } },
      aRoute(service('web')),
    ]);
    expect(said(cluster)).toEqual([
      'Accepted True: Route was valid',
      fine,
      'ResolvedWaypoints True: All waypoints resolved',
    ]);
    expect(routeOf(cluster).status?.parents[0]).toMatchObject({
      controllerName: 'istio.io/gateway-controller',
      parentRef: service('web'),
    });
  });

  it('of a Service without one, which ambient does not respect', () => {
    const cluster = anAmbientCluster([aService(), aRoute(service('web'))]);
    expect(said(cluster)[2]).toBe(
      'ResolvedWaypoints True: istio.io/use-waypoint label missing from parent and parent namespace; in ambient mode, route will not be respected',
    );
  });

  it('of a Service that is not there', () => {
    const cluster = anAmbientCluster([aRoute(service('nope'), 'nope')]);
    expect(said(cluster)).toEqual([
      'Accepted False: parent service: "nope" not found',
      'ResolvedRefs False: backend(nope.default.svc.cluster.local) not found',
      'ResolvedWaypoints True: parent not found',
    ]);
  });

  it('says nothing of waypoints where istiod knows sidecars only', () => {
    const cluster = anAmbientCluster([aService(), aRoute(service('web'))], {
      ambient: false,
    });
    expect(said(cluster)).toEqual(['Accepted True: Route was valid', fine]);
  });

  it.each([
    ['takes it', { name: 'edge' }, 'Accepted True: Route was valid', 1],
    [
      'has no such listener',
      { name: 'edge', sectionName: 'https' },
      'Accepted False: sectionName "https" not found',
      0,
    ],
  ])('of a gateway that %s', (_title, parentRef, accepted, attached) => {
    const gateway: DraftObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', namespace: 'default' },
      spec: {
        gatewayClassName: 'istio',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
      },
    };
    const cluster = anAmbientCluster([aService(), gateway, aRoute(parentRef)]);
    expect(said(cluster)[0]).toBe(accepted);
    const { status } = cluster.store.get<Gateway>({
      resource: 'gateways.gateway.networking.k8s.io',
      namespace: 'default',
      name: 'edge',
    }) as Gateway;
    expect(status?.listeners?.[0].attachedRoutes).toBe(attached);
  });

  it('leaves the words of other controllers as they are', () => {
    const other = {
      conditions: [],
      controllerName: 'linkerd.io/policy-controller',
      parentRef: { group: 'core', kind: 'Service', name: 'web' },
    };
    const cluster = anAmbientCluster([
      aService(),
      { ...aRoute(service('web')), status: { parents: [other] } },
    ]);
    const { parents } = routeOf(cluster).status ?? { parents: [] };
    expect(parents.map(({ controllerName }) => controllerName)).toEqual([
      'linkerd.io/policy-controller',
      'istio.io/gateway-controller',
    ]);
  });
});
