import type { DraftObject, KubeObject } from '../../apiserver/KubeObject.ts';
import { aCluster } from '../../testing/clusters.ts';
import { ClusterView } from '../ClusterView.ts';
import type { DataPlane, Place } from '../Place.ts';
import type { Access } from './Access.ts';
import { refusalOf } from './refusal.ts';

function aPlace(
  name: string,
  plane: DataPlane | undefined,
  annotations: Record<string, string> = {},
): Place {
  return {
    key: 1,
    end: {
      ...{ cluster: 'test', namespace: 'default', workload: name },
      ...{ kind: 'Deployment', pod: `${name}-1`, podIp: '10.0.0.1' },
      ...{ node: 'node-a', serviceAccount: name, labels: { app: name } },
    },
    planes: new Set(plane ? [plane] : []),
    annotations,
    ready: true,
    readySince: 0,
  };
}

interface Case {
  plane?: DataPlane;
  objects: readonly DraftObject[];
  annotations?: Record<string, string>;
  access?: Partial<Access>;
}

/** `denied l7`, `refused`, or `passes`. */
function verdictOn({ plane, objects, annotations, access }: Case): string {
  const { store } = aCluster(objects, {
    serves: ['istio', 'linkerd', 'consul', 'cilium'],
  });
  const view = new ClusterView('test', store);
  view.refresh();
  const refusal = refusalOf({
    client: aPlace('shop', plane),
    clientService: 'shop',
    server: aPlace('web', plane, annotations),
    view,
    service: { namespace: 'default', name: 'web' },
    ...{ port: 80, ports: ['http', 80] },
    ...{ protocol: 'http', method: 'GET', path: '/prices/{sku}' },
    mtls: true,
    ...access,
  });
  if (!refusal) return 'passes';
  const where = refusal.atWaypoint ? ' at the waypoint' : '';
  return `${refusal.kind}${refusal.l7 ? ' l7' : ''}${where}`;
}

const anObject =
  (apiVersion: string, kind: string) =>
  (spec: KubeObject['spec'], name = 'one'): DraftObject => ({
    apiVersion,
    kind,
    metadata: { name, namespace: 'default' },
    spec,
  });

const aPolicy = anObject('security.istio.io/v1', 'AuthorizationPolicy');
const aPeerAuthentication = anObject(
  'security.istio.io/v1',
  'PeerAuthentication',
);
const from = (source: object) => [{ from: [{ source }] }];
const principals = (name: string) => [`cluster.local/ns/default/sa/${name}`];
const plain = { mtls: false, client: undefined };
const aWaypoint = aPlace('waypoint', 'istio-sidecar');

describe('Istio', () => {
  const strict = aPeerAuthentication({ mtls: { mode: 'STRICT' } });
  const denyShop = {
    action: 'DENY',
    rules: from({ principals: principals('shop') }),
  };
  const cases: [string, Omit<Case, 'plane'>, string, string][] = [
    ['nothing said', { objects: [] }, 'passes', 'passes'],
    [
      'plain text where mutual TLS is a must',
      { objects: [strict], access: plain },
      'refused',
      'refused',
    ],
    [
      'an exception for the pod from that',
      {
        objects: [
          strict,
          aPeerAuthentication(
            {
              selector: { matchLabels: { app: 'web' } },
              mtls: { mode: 'PERMISSIVE' },
            },
            'web',
          ),
        ],
        access: plain,
      },
      'passes',
      'passes',
    ],
    [
      'allowed for the caller',
      {
        objects: [aPolicy({ rules: from({ principals: principals('shop') }) })],
      },
      'passes',
      'passes',
    ],
    [
      'allowed for others',
      {
        objects: [aPolicy({ rules: from({ principals: principals('cart') }) })],
      },
      'denied l7',
      'denied',
    ],
    [
      'allowed for the namespace, caller unknown',
      {
        objects: [aPolicy({ rules: from({ namespaces: ['default'] }) })],
        access: plain,
      },
      'denied l7',
      'denied',
    ],
    [
      'denied for the caller',
      { objects: [aPolicy(denyShop)] },
      'denied l7',
      'denied',
    ],
    ['allowed for nobody', { objects: [aPolicy({})] }, 'denied l7', 'denied'],
    [
      'about other pods',
      {
        objects: [
          aPolicy({ ...denyShop, selector: { matchLabels: { app: 'cart' } } }),
        ],
      },
      'passes',
      'passes',
    ],
    [
      'allowed for a method',
      {
        objects: [
          aPolicy({ rules: [{ to: [{ operation: { methods: ['GET'] } }] }] }),
        ],
      },
      'passes',
      'denied',
    ],
    [
      'denied for another method',
      {
        objects: [
          aPolicy({
            action: 'DENY',
            rules: [{ to: [{ operation: { methods: ['POST'] } }] }],
          }),
        ],
      },
      'passes',
      'denied',
    ],
    [
      'allowed for another port',
      {
        objects: [
          aPolicy({ rules: [{ to: [{ operation: { ports: ['81'] } }] }] }),
        ],
      },
      'denied l7',
      'denied',
    ],
    [
      'denied at the waypoint',
      {
        objects: [
          aPolicy({
            ...denyShop,
            targetRefs: [{ kind: 'Service', name: 'web' }],
          }),
        ],
        access: { waypoint: aWaypoint },
      },
      'denied l7 at the waypoint',
      'denied l7 at the waypoint',
    ],
    [
      'the waypoint is the caller for the server behind it',
      { objects: [aPolicy(denyShop)], access: { waypoint: aWaypoint } },
      'passes',
      'passes',
    ],
  ];
  it.each(cases)('%s', (_title, given, sidecar, ztunnel) => {
    expect(verdictOn({ ...given, plane: 'istio-sidecar' })).toBe(sidecar);
    expect(verdictOn({ ...given, plane: 'ztunnel' })).toBe(ztunnel);
  });
});

describe('Linkerd', () => {
  const aServer = (accessPolicy?: string) =>
    anObject(
      'policy.linkerd.io/v1beta3',
      'Server',
    )({
      podSelector: { matchLabels: { app: 'web' } },
      port: 'http',
      ...(accessPolicy ? { accessPolicy } : {}),
    });
  const anAuthorization = (client: object) =>
    anObject(
      'policy.linkerd.io/v1beta1',
      'ServerAuthorization',
    )({
      server: { name: 'one' },
      client,
    });
  const account = (name: string) => ({
    meshTLS: { serviceAccounts: [{ name, namespace: 'default' }] },
  });
  const authenticated = {
    'config.linkerd.io/default-inbound-policy': 'cluster-authenticated',
  };
  const cases: [string, Omit<Case, 'plane'>, string][] = [
    ['nothing said', { objects: [], access: plain }, 'passes'],
    [
      'by default only from the mesh',
      { objects: [], annotations: authenticated, access: plain },
      'denied l7',
    ],
    [
      'from the mesh, too',
      { objects: [], annotations: authenticated },
      'passes',
    ],
    [
      'a port that is open to all',
      {
        objects: [aServer('all-unauthenticated')],
        annotations: authenticated,
        access: plain,
      },
      'passes',
    ],
    ['a port that is closed', { objects: [aServer()] }, 'denied l7'],
    [
      'a closed port, this caller let in',
      { objects: [aServer('deny'), anAuthorization(account('shop'))] },
      'passes',
    ],
    [
      'a closed port, another let in',
      { objects: [aServer('deny'), anAuthorization(account('cart'))] },
      'denied l7',
    ],
    [
      'a closed port, everybody let in',
      {
        objects: [aServer(), anAuthorization({ unauthenticated: true })],
        access: plain,
      },
      'passes',
    ],
  ];
  it.each(cases)('%s', (_title, given, verdict) => {
    expect(verdictOn({ ...given, plane: 'linkerd' })).toBe(verdict);
  });
});

describe('Consul', () => {
  const intentions = (name: string, ...sources: object[]) =>
    anObject('consul.hashicorp.com/v1alpha1', 'ServiceIntentions')(
      { destination: { name }, sources },
      name === '*' ? 'all' : name,
    );
  const denyAll = intentions('*', { name: '*', action: 'deny' });
  const web = (...sources: object[]) => ({
    objects: [denyAll, intentions('web', ...sources)],
  });
  const http = { pathPrefix: '/prices', methods: ['GET'] };
  const cases: [string, Omit<Case, 'plane'>, string][] = [
    ['nothing said', { objects: [] }, 'passes'],
    ['plain text', { objects: [], access: plain }, 'refused'],
    ['denied for all', { objects: [denyAll] }, 'denied l7'],
    [
      'allowed for the caller',
      web({ name: 'shop', action: 'allow' }),
      'passes',
    ],
    [
      'allowed for another',
      web({ name: 'cart', action: 'allow' }),
      'denied l7',
    ],
    [
      'allowed for one of that name at a peer',
      web({ name: 'shop', peer: 'east', action: 'allow' }),
      'denied l7',
    ],
    [
      'denied for the caller, allowed for all',
      web({ name: '*', action: 'allow' }, { name: 'shop', action: 'deny' }),
      'denied l7',
    ],
    [
      'allowed for such requests',
      web({ name: 'shop', permissions: [{ action: 'allow', http }] }),
      'passes',
    ],
    [
      'allowed for other requests',
      web({
        name: 'shop',
        permissions: [{ action: 'allow', http: { pathPrefix: '/orders' } }],
      }),
      'denied l7',
    ],
  ];
  it.each(cases)('%s', (_title, given, verdict) => {
    expect(verdictOn({ ...given, plane: 'consul' })).toBe(verdict);
  });
});

describe('Cilium', () => {
  const rules = (...http: object[]) => [
    anObject(
      'cilium.io/v2',
      'CiliumNetworkPolicy',
    )({
      endpointSelector: { matchLabels: { app: 'web' } },
      ingress: [{ toPorts: [{ rules: { http } }] }],
    }),
  ];
  const cases: [string, Omit<Case, 'plane'>, string][] = [
    ['no rules about requests', { objects: rules() }, 'passes'],
    [
      'a rule that fits',
      { objects: rules({ method: 'GET', path: '/prices/.*' }) },
      'passes',
    ],
    [
      'rules that do not fit',
      { objects: rules({ method: 'POST' }, { path: '/prices' }) },
      'denied l7',
    ],
    [
      'connections',
      { objects: rules({ method: 'POST' }), access: { protocol: 'tcp' } },
      'passes',
    ],
  ];
  it.each(cases)('%s', (_title, given, verdict) => {
    expect(verdictOn(given)).toBe(verdict);
  });
});
