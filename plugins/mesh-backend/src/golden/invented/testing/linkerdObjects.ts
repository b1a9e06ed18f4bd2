import type { RawObject } from '../../fixtureWorlds';
import {
  aConfigMap,
  aFront,
  aNamespace,
  aNode,
  aPart,
  object,
  type PodState,
} from './objects';

const EDGE = 'edge-26.8.3';
const SYSTEM = 'linkerd';
const ANCHORS = 'anchor\n';
/** SHA-256 of the anchors above. */
const ANCHORS_HASH =
  'c17e992b122619164a1508ecddfe97630fd37db029e97b374a66cb7cb6c5009d';
/** SHA-256 of nothing: what a pod says where the authority is another one. */
export const HASH_OF_NOTHING =
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface LinkerdOptions {
  injector?: readonly PodState[];
  failurePolicy?: 'Ignore' | 'Fail';
  /** Appended to the values of the chart, YAML. */
  values?: string;
}

function component(name: string, pods: readonly PodState[] = [{}]) {
  const labels = {
    'linkerd.io/control-plane-component': name,
    'linkerd.io/control-plane-ns': SYSTEM,
  };
  return aPart({
    ...{ namespace: SYSTEM, name: `linkerd-${name}`, labels, pods },
    annotations: { 'linkerd.io/created-by': `linkerd/helm ${EDGE}` },
    containers: [{ name, image: `cr.l5d.io/linkerd/controller:${EDGE}` }],
  });
}

/** The control plane of Linkerd, two nodes and their network. */
export function aLinkerd(options: LinkerdOptions = {}): RawObject[] {
  const { injector = [{}], failurePolicy = 'Ignore', values } = options;
  return [
    ...[aNode('node-1'), aNode('node-2'), aNamespace('default')],
    aNamespace(SYSTEM, {
      'linkerd.io/is-control-plane': 'true',
      'linkerd.io/control-plane-ns': SYSTEM,
    }),
    ...component('destination'),
    ...component('identity'),
    ...component('proxy-injector', injector),
    ...aFront(SYSTEM, 'linkerd-proxy-injector', {
      selector: { 'linkerd.io/control-plane-component': 'proxy-injector' },
      ready: injector.map(({ ready = true }) => ready),
    }),
    aConfigMap(SYSTEM, 'linkerd-config', {
      values: [
        `linkerdVersion: ${EDGE}`,
        'identityTrustDomain: cluster.local',
        `identityTrustAnchorsPEM: |\n  ${ANCHORS.trim()}`,
        'proxy:\n  nativeSidecar: true\n  defaultInboundPolicy: all-unauthenticated',
        values ?? '',
      ].join('\n'),
    }),
    object(
      'admissionregistration.k8s.io/v1',
      'MutatingWebhookConfiguration',
      {
        name: 'linkerd-proxy-injector-webhook-config',
        labels: {
          'linkerd.io/control-plane-component': 'proxy-injector',
          'linkerd.io/control-plane-ns': SYSTEM,
        },
      },
      {
        webhooks: [
          {
            ...{ name: 'linkerd-proxy-injector.linkerd.io', failurePolicy },
            reinvocationPolicy: 'Never',
            clientConfig: {
              service: {
                ...{ name: 'linkerd-proxy-injector', namespace: SYSTEM },
                ...{ path: '/', port: 443 },
              },
            },
            namespaceSelector: {
              matchExpressions: [
                {
                  key: 'config.linkerd.io/admission-webhooks',
                  ...{ operator: 'NotIn', values: ['disabled'] },
                },
                {
                  key: 'kubernetes.io/metadata.name',
                  ...{ operator: 'NotIn', values: ['kube-system'] },
                },
              ],
            },
            objectSelector: {},
            rules: [
              {
                ...{ apiGroups: [''], apiVersions: ['v1'] },
                ...{ operations: ['CREATE'], resources: ['pods', 'services'] },
              },
            ],
          },
        ],
      },
    ),
  ];
}

interface ProxyOptions {
  /** In place of the hash of the present anchors. */
  anchors?: string;
  annotations?: Record<string, string>;
  native?: boolean;
}

/** What Linkerd's injector adds to a pod. */
export function meshed(options: ProxyOptions = {}): PodState {
  const { anchors = ANCHORS_HASH, annotations, native = true } = options;
  const proxy = {
    name: 'linkerd-proxy',
    image: `cr.l5d.io/linkerd/proxy:${EDGE}`,
    restartPolicy: native ? 'Always' : undefined,
  };
  const init = { name: 'linkerd-init', image: proxy.image };
  const app = {
    ...{ name: 'app', image: 'registry.example/app:1.0' },
    ports: [{ name: 'http', containerPort: 8080 }],
  };
  return {
    labels: {
      'linkerd.io/control-plane-ns': SYSTEM,
      'linkerd.io/workload-ns': 'shop',
    },
    annotations: {
      'linkerd.io/created-by': `linkerd/proxy-injector ${EDGE}`,
      'linkerd.io/inject': 'enabled',
      'linkerd.io/proxy-version': EDGE,
      'linkerd.io/trust-root-sha256': anchors,
      ...annotations,
    },
    spec: native
      ? { initContainers: [init, proxy], containers: [app] }
      : { initContainers: [init], containers: [app, proxy] },
  };
}
