import type { InventedSituation } from './InventedSituation';
import {
  aFront,
  aNamespace,
  aNode,
  aPart,
  aService,
  aWorkload,
  object,
  type Objects,
  type PodState,
  type Workload,
} from './objects';

const SYSTEM = 'consul';
const VERSION = '2.0.3';
const INJECT = 'consul.hashicorp.com/connect-inject';
const STATUS = 'consul.hashicorp.com/connect-inject-status';

function labelsOf(component: string) {
  return { app: 'consul', chart: 'consul-helm', release: 'consul', component };
}

interface ConsulOptions {
  injector?: readonly PodState[];
  flags?: readonly string[];
}

function aConsul({ injector = [{}], flags = [] }: ConsulOptions = {}): Objects {
  const name = 'consul-connect-injector';
  const labels = labelsOf('connect-injector');
  const line = ['-default-inject=false', '-allow-k8s-namespace="*"', ...flags];
  return [
    ...[aNode('node-1'), aNode('node-2'), aNamespace('default')],
    aNamespace(SYSTEM),
    ...aPart({
      ...{ namespace: SYSTEM, name, labels, pods: injector },
      containers: [
        {
          name: 'sidecar-injector',
          image: `hashicorp/consul-k8s-control-plane:${VERSION}`,
          command: [
            ...['/bin/sh', '-ec'],
            `consul-k8s-control-plane inject-connect \\\n  ${line.join(
              ' \\\n  ',
            )}\n`,
          ],
        },
      ],
    }),
    ...aFront(SYSTEM, name, {
      selector: labels,
      ready: injector.map(({ ready = true }) => ready),
    }),
    ...aPart({
      ...{ namespace: SYSTEM, name: 'consul-server', kind: 'StatefulSet' },
      labels: labelsOf('server'),
      containers: [{ name: 'consul', image: 'hashicorp/consul:2.0.3' }],
    }),
    object(
      'admissionregistration.k8s.io/v1',
      'MutatingWebhookConfiguration',
      { name, labels },
      {
        webhooks: [
          {
            name: 'consul-connect-injector.consul.hashicorp.com',
            ...{ failurePolicy: 'Fail', reinvocationPolicy: 'Never' },
            clientConfig: {
              service: { name, namespace: SYSTEM, path: '/mutate', port: 443 },
            },
            namespaceSelector: {
              matchExpressions: [
                {
                  key: 'kubernetes.io/metadata.name',
                  ...{ operator: 'NotIn', values: ['kube-system'] },
                },
              ],
            },
            objectSelector: {
              matchExpressions: [
                { key: 'app', operator: 'NotIn', values: ['consul'] },
              ],
            },
            rules: [
              {
                ...{ apiGroups: [''], apiVersions: ['v1'] },
                ...{ operations: ['CREATE'], resources: ['pods'] },
              },
            ],
          },
        ],
      },
    ),
  ];
}

/** What the injector adds to a pod, with a proxy for each of its services. */
function connected(...proxies: string[]): PodState {
  const names = proxies.length > 0 ? proxies : ['consul-dataplane'];
  const image = `hashicorp/consul-dataplane:${VERSION}`;
  return {
    labels: { [STATUS]: 'injected' },
    annotations: {
      [STATUS]: 'injected',
      'consul.hashicorp.com/consul-k8s-version': `v${VERSION}`,
      'consul.hashicorp.com/transparent-proxy-status': 'enabled',
    },
    spec: {
      initContainers: [{ name: 'consul-connect-inject-init', image }],
      containers: [
        ...names.map(name => ({ name, image })),
        {
          ...{ name: 'app', image: 'registry.example/app:1.0' },
          ports: [{ name: 'http', containerPort: 8080 }],
        },
      ],
    },
  };
}

interface Shop {
  asks?: string;
  namespace?: Record<string, string>;
  workload?: Workload;
  mesh?: Objects;
  others?: Objects;
}

function shop({ asks, namespace, workload, mesh, others = [] }: Shop): Objects {
  const annotations: Record<string, string> =
    asks === undefined ? {} : { [INJECT]: asks };
  return [
    ...(mesh ?? aConsul()),
    aNamespace('shop', namespace, namespace),
    aService('shop'),
    ...aWorkload('shop', {
      template: { annotations },
      pods: [connected()],
      ...workload,
    }),
    ...others,
  ];
}

const BARE = { pods: [{}] };

export const CONSUL_SITUATIONS: readonly InventedSituation[] = [
  {
    title: 'a pod with two services has two proxies',
    objects: shop({
      workload: {
        template: {
          annotations: {
            [INJECT]: 'true',
            'consul.hashicorp.com/connect-service': 'cart,cart-admin',
            'consul.hashicorp.com/connect-service-port': '8080,9090',
          },
        },
        pods: [
          connected('consul-dataplane-cart', 'consul-dataplane-cart-admin'),
        ],
      },
    }),
    says: 'consul sidecar l7 enrolled 1/1 -',
    mTLS: 'strict',
    proxies: '2.0.3',
    fact: 'multi-port pods: consul-dataplane-<service>',
  },
  {
    title: 'a yes that Go understands',
    objects: shop({ asks: '1', workload: BARE }),
    says: 'consul sidecar l7 pending-restart 0/1 pod-predates-injection',
    mTLS: 'off',
    fix: ['rollout restart'],
    fact: 'strconv.ParseBool: 1, t, T, true, TRUE, True',
  },
  {
    title: 'a proxy from before 1.14',
    objects: shop({
      asks: 'true',
      workload: {
        pods: [
          {
            ...connected('envoy-sidecar'),
            annotations: {
              [STATUS]: 'injected',
              'consul.hashicorp.com/consul-k8s-version': 'v0.49.8',
            },
          },
        ],
      },
    }),
    says: 'consul sidecar l7 pending-restart 1/1 pod-has-old-revision',
    mTLS: 'off',
    fix: ['rollout restart'],
    fact: 'envoy-sidecar before Consul 1.14; consul-k8s-version differs from the injector’s; without redirection its ports are reached in the clear',
  },
  {
    title: 'the namespace asks, which nobody reads',
    objects: shop({ namespace: { [INJECT]: 'true' }, workload: BARE }),
    says: ' none l4 not-enrolled 0/1 namespace-not-labelled',
    mTLS: 'off',
    fact: 'no annotation or label of a namespace turns injection on by itself',
  },
  {
    title: 'a value that is no boolean',
    objects: shop({ asks: ' true', workload: BARE }),
    mTLS: 'off',
    neverFix: ['rollout restart'],
    fact: 'strconv.ParseBool fails, the webhook answers with an error and the API server refuses the pod: a restart gets no pods',
  },
  {
    title: 'the injector is down: no pod gets its proxy',
    objects: shop({
      asks: 'true',
      mesh: aConsul({ injector: [{ ready: false }] }),
      workload: BARE,
    }),
    says: 'consul sidecar l7 misconfigured 0/1 injector-unavailable',
    mTLS: 'off',
    meshes: ['consul failing control-plane-down'],
    neverFix: ['rollout restart deployment/cart', '-n shop'],
    fact: 'failurePolicy Fail without an endpoint: creating pods fails',
  },
  {
    title: 'injected by default, with one that refuses in a way Go understands',
    objects: shop({
      asks: 'F',
      mesh: aConsul({ flags: ['-default-inject=true'] }),
      workload: BARE,
    }),
    says: 'consul sidecar l7 opted-out 0/1 pod-opted-out',
    mTLS: 'off',
    fact: 'strconv.ParseBool: 0, f, F, false, FALSE, False',
  },
  {
    title: 'an API gateway is a part of the mesh',
    objects: shop({
      workload: {
        labels: labelsOf('api-gateway'),
        template: {
          labels: {
            ...{ component: 'api-gateway' },
            'gateway.consul.hashicorp.com/managed': 'true',
            'gateway.consul.hashicorp.com/name': 'web',
          },
        },
        pods: [
          {
            spec: {
              containers: [
                {
                  name: 'cart',
                  image: 'hashicorp/consul-dataplane:2.0.3',
                },
              ],
            },
          },
        ],
      },
    }),
    says: 'consul gateway l7 enrolled 1/1 part-of-the-mesh',
    mTLS: 'unknown',
    fact: 'component=api-gateway',
  },
  {
    title: 'the catalogue is synchronised by a part of the mesh',
    objects: shop({
      workload: {
        labels: labelsOf('sync-catalog'),
        template: { labels: labelsOf('sync-catalog') },
        spec: { selector: { matchLabels: labelsOf('sync-catalog') } },
        pods: [
          {
            spec: {
              containers: [
                {
                  name: 'sync-catalog',
                  image: 'hashicorp/consul-k8s-control-plane:2.0.3',
                },
              ],
            },
          },
        ],
      },
    }),
    says: 'consul control-plane l7 not-enrolled 0/1 part-of-the-mesh',
    mTLS: 'unknown',
    fact: 'component=sync-catalog',
  },
  {
    title: 'a peering whose token was refused',
    objects: shop({
      asks: 'true',
      others: [
        object(
          'consul.hashicorp.com/v1alpha1',
          'PeeringDialer',
          { name: 'east', namespace: SYSTEM },
          {
            spec: {
              peer: {
                secret: { name: 'east', key: 'data', backend: 'kubernetes' },
              },
            },
            status: {
              conditions: [
                {
                  ...{ type: 'Synced', status: 'False' },
                  reason: 'ConsulAgentError',
                  message: 'the token was refused',
                },
              ],
            },
          },
        ),
      ],
    }),
    says: 'consul sidecar l7 enrolled 1/1 -',
    mTLS: 'strict',
    meshes: ['consul healthy config-not-synced'],
    fact: 'Synced False says that the token was not used',
  },
];
