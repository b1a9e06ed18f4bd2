import type { DraftObject } from '../../apiserver/KubeObject.ts';
import type { Condition } from '../../controllers/objects.ts';
import { aNamespace, aService, aWorkload } from '../../testing/clusters.ts';
import { anAmbientCluster, aWaypoint } from '../../testing/istio.ts';
import type { SimulatedCluster } from '../../world/SimulatedCluster.ts';
import { GATEWAYS } from '../gateways/gateway.ts';

const SECOND = 1_000;
const use = 'istio.io/use-waypoint';
const waypointFor = 'istio.io/waypoint-for';

function said(
  { store }: SimulatedCluster,
  resource: string,
  name: string,
): string[] {
  const object = store.get({ resource, namespace: 'default', name });
  const { conditions = [] } = (object?.status ?? {}) as {
    conditions?: Condition[];
  };
  return conditions.map(
    ({ type, status, reason, message }) =>
      `${type} ${status} ${reason}: ${message}`,
  );
}

function serviceWith(labels: Record<string, string>): DraftObject {
  const service = aService();
  return { ...service, metadata: { ...service.metadata, labels } };
}

describe('what istiod says about the waypoint of a Service', () => {
  const accepted =
    'istio.io/WaypointBound True WaypointAccepted: Successfully attached to waypoint default/waypoint';
  const notReady = (name: string) =>
    `istio.io/WaypointBound False WaypointIsNotReady: waypoint "${name}" is not ready`;
  it.each<[string, string[], DraftObject[]]>([
    ['none is asked for', [], [aWaypoint()]],
    ['its own', [accepted], [aWaypoint(), serviceWith({ [use]: 'waypoint' })]],
    [
      "its namespace's",
      [accepted],
      [aWaypoint(), aNamespace('default', { [use]: 'waypoint' }), aService()],
    ],
    [
      'opted out of that of its namespace',
      [],
      [
        aWaypoint(),
        aNamespace('default', { [use]: 'waypoint' }),
        serviceWith({ [use]: 'none' }),
      ],
    ],
    [
      'one that is not there',
      [notReady('default/missing')],
      [serviceWith({ [use]: 'missing' })],
    ],
    [
      'one for workloads',
      [
        'istio.io/WaypointBound False UnsupportedTrafficType: attempting to bind to traffic type "service" which the waypoint "default/waypoint" does not support',
      ],
      [
        aWaypoint({ labels: { [waypointFor]: 'workload' } }),
        serviceWith({ [use]: 'waypoint' }),
      ],
    ],
    [
      'one of another namespace that admits only its own',
      [
        'istio.io/WaypointBound False AttachmentDenied: we are not permitted to attach to waypoint "edge/waypoint" (missing allowedRoutes?)',
      ],
      [
        aNamespace('edge'),
        aWaypoint({ namespace: 'edge' }),
        serviceWith({ [use]: 'waypoint', [`${use}-namespace`]: 'edge' }),
      ],
    ],
    [
      'one of another namespace that admits all',
      [accepted.replace('default', 'edge')],
      [
        aNamespace('edge'),
        aWaypoint({ namespace: 'edge', from: 'All' }),
        serviceWith({ [use]: 'waypoint', [`${use}-namespace`]: 'edge' }),
      ],
    ],
  ])('%s', (_title, expected, objects) => {
    const cluster = anAmbientCluster([aService(), ...objects]);
    expect(said(cluster, 'services', 'web')).toEqual(expected);
  });

  it('follows the waypoint: not ready, accepted, gone', () => {
    const cluster = anAmbientCluster([serviceWith({ [use]: 'waypoint' })]);
    const { store, timeline } = cluster;
    expect(said(cluster, 'services', 'web')).toEqual([
      notReady('default/waypoint'),
    ]);
    store.create(GATEWAYS, aWaypoint(), { manager: 'test' });
    timeline.runFor(15 * SECOND);
    expect(said(cluster, 'services', 'web')).toEqual([accepted]);
    store.delete({
      resource: GATEWAYS,
      namespace: 'default',
      name: 'waypoint',
    });
    timeline.runFor(SECOND);
    expect(said(cluster, 'services', 'web')).toEqual([
      notReady('default/waypoint'),
    ]);
    store.patch(
      { resource: 'services', namespace: 'default', name: 'web' },
      { type: 'merge', body: { metadata: { labels: { [use]: null } } } },
      { manager: 'test' },
    );
    timeline.runFor(SECOND);
    expect(said(cluster, 'services', 'web')).toEqual([]);
  });

  it('is nothing where istiod knows sidecars only', () => {
    const cluster = anAmbientCluster([serviceWith({ [use]: 'missing' })], {
      ambient: false,
    });
    expect(said(cluster, 'services', 'web')).toEqual([]);
  });

  it('says the same of a ServiceEntry, with its generation as text', () => {
    const entry = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: {
        name: 'ext',
        namespace: 'default',
        labels: { [use]: 'missing' },
      },
      spec: { hosts: ['ext.example.test'] },
    };
    const { store } = anAmbientCluster([entry]);
    const found = store.get({
      resource: 'serviceentries.networking.istio.io',
      namespace: 'default',
      name: 'ext',
    });
    expect(found?.status).toMatchObject({
      conditions: [{ reason: 'WaypointIsNotReady' }],
    });
  });
});

describe('what istiod says about an AuthorizationPolicy', () => {
  const policy = (spec: Record<string, unknown>): DraftObject => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'rule', namespace: 'default' },
    spec,
  });
  const target = (kind: string, name: string, group = '') => ({
    targetRefs: [{ kind, group, name }],
    rules: [{}],
  });
  const http = { to: [{ operation: { methods: ['GET'] } }] };
  const restricted = 'This will be more restrictive than requested.';
  const found =
    'ztunnel does not support HTTP attributes (found: methods). In ambient mode you must use a waypoint proxy to enforce HTTP rules.';
  it.each<[string, Record<string, unknown>, string]>([
    [
      'for ztunnel',
      { selector: { matchLabels: { app: 'web' } }, rules: [{}] },
      'ZtunnelAccepted True Accepted: attached to ztunnel',
    ],
    [
      'of HTTP that allows',
      { action: 'ALLOW', rules: [http] },
      `ZtunnelAccepted True UnsupportedValue: ${found} Within an ALLOW policy, rules matching HTTP attributes are omitted. ${restricted}`,
    ],
    [
      'of HTTP that denies',
      { action: 'DENY', rules: [http] },
      `ZtunnelAccepted True UnsupportedValue: ${found} DENY policy with HTTP attributes is enforced without the HTTP rules. ${restricted}`,
    ],
    [
      'that audits',
      { action: 'AUDIT', rules: [{}] },
      'ZtunnelAccepted False UnsupportedValue: ztunnel does not support the AUDIT action',
    ],
    [
      'for a waypoint',
      target('Gateway', 'waypoint', 'gateway.networking.k8s.io'),
      'WaypointAccepted True Accepted: bound to default/waypoint',
    ],
    [
      'for a Service with a waypoint',
      target('Service', 'web'),
      'WaypointAccepted True Accepted: bound to default/waypoint',
    ],
    [
      'for a Service without one',
      target('Service', 'plain'),
      'WaypointAccepted False AncestorNotBound: Service default/plain is not bound to a waypoint',
    ],
    [
      'for a Service that is not there',
      target('Service', 'nope'),
      'WaypointAccepted False TargetNotFound: Service default/nope was not found',
    ],
    [
      'for two of which one is not there',
      {
        targetRefs: [
          { kind: 'Service', group: '', name: 'web' },
          { kind: 'Service', group: '', name: 'nope' },
        ],
      },
      'WaypointAccepted True PartiallyInvalid: Invalid targetRefs: Service.core:default/nope',
    ],
  ])('%s', (_title, spec, expected) => {
    const cluster = anAmbientCluster([
      aWorkload(),
      aWaypoint(),
      serviceWith({ [use]: 'waypoint' }),
      aService('plain'),
      policy(spec),
    ]);
    expect(
      said(cluster, 'authorizationpolicies.security.istio.io', 'rule'),
    ).toEqual([expected]);
  });
});
