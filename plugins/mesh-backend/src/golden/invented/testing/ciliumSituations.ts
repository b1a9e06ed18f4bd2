import type { RawObject } from '../../fixtureWorlds';
import type { InventedSituation } from './InventedSituation';
import {
  aConfigMap,
  aNamespace,
  aNode,
  aPart,
  aService,
  aWorkload,
  object,
  type Objects,
} from './objects';

interface Cni {
  name: string;
  labels: Record<string, string>;
  container: string;
  image: string;
}

function aCni(cni: Cni, namespace = 'kube-system'): RawObject[] {
  return aPart({
    ...{ namespace, name: cni.name, kind: 'DaemonSet', labels: cni.labels },
    containers: [{ name: cni.container, image: cni.image }],
    pods: [{ node: 'node-1' }, { node: 'node-2' }],
  });
}

const CILIUM: Cni = {
  ...{ name: 'cilium', labels: { 'k8s-app': 'cilium' } },
  ...{ container: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.20.2' },
};
const ANETD: Cni = {
  ...{ name: 'anetd', labels: { 'k8s-app': 'cilium' } },
  container: 'cilium-agent',
  image: 'gke.gcr.io/cilium/cilium:v1.16.6-gke.7',
};
const VPC: Cni = {
  ...{ name: 'aws-node', labels: { 'k8s-app': 'aws-node' } },
  ...{ container: 'aws-node', image: 'amazon-k8s-cni:v1.20.4' },
};
const FLANNEL: Cni = {
  ...{ name: 'kube-flannel-ds', labels: { app: 'flannel' } },
  container: 'kube-flannel',
  image: 'ghcr.io/flannel-io/flannel:v0.27.4',
};
const CALICO: Cni = {
  ...{ name: 'calico-node', labels: { 'k8s-app': 'calico-node' } },
  ...{ container: 'calico-node', image: 'quay.io/calico/node:v3.31.2' },
};

const GROUND = [
  ...[aNode('node-1'), aNode('node-2')],
  ...[aNamespace('kube-system'), aNamespace('shop')],
  aService('shop'),
  ...aWorkload('shop', { pods: [{}, { node: 'node-2' }] }),
];

function aConfig(data: Record<string, string> = {}): RawObject {
  return aConfigMap('kube-system', 'cilium-config', {
    ...{ 'cluster-name': 'west', 'cluster-id': '0', 'enable-l7-proxy': 'true' },
    ...data,
  });
}

function withCilium(...others: Objects): Objects {
  return [...GROUND, ...aCni(CILIUM), aConfig(), ...others];
}

function aPolicy(spec: object, kind = 'CiliumNetworkPolicy'): RawObject {
  const namespace = kind === 'CiliumNetworkPolicy' ? 'shop' : undefined;
  return object('cilium.io/v2', kind, { name: 'rule', namespace }, { spec });
}

/** Both nodes have a key: WireGuard runs. */
const KEYS = ['node-1', 'node-2'].map(name =>
  object('cilium.io/v2', 'CiliumNode', {
    name,
    annotations: { 'network.cilium.io/wg-pub-key': 'key=' },
  }),
);

const HTTP = [
  {
    toPorts: [
      {
        ports: [{ port: '8080', protocol: 'TCP' }],
        rules: { http: [{ method: 'GET' }] },
      },
    ],
  },
];
const NOBODY = ' none l4 not-enrolled 0/2 no-mesh-installed';
const IN = 'cilium proxyless l7 enrolled 2/2 -';

const POLICIES: readonly InventedSituation[] = [
  {
    title: 'names looked up through the DNS proxy are no layer 7',
    objects: withCilium(
      aPolicy({
        endpointSelector: {},
        egress: [
          {
            toPorts: [
              {
                ports: [{ port: '53', protocol: 'ANY' }],
                rules: { dns: [{ matchPattern: '*' }] },
              },
            ],
          },
        ],
      }),
    ),
    says: NOBODY,
    fact: 'DNS rules go to the agent’s own proxy, not to Envoy: nothing of the application’s traffic is handled',
  },
  {
    title: 'a rule for nodes selects no pods',
    objects: withCilium(
      aPolicy(
        { nodeSelector: {}, ingress: HTTP },
        'CiliumClusterwideNetworkPolicy',
      ),
    ),
    says: NOBODY,
    fact: 'host policies have a nodeSelector in place of an endpointSelector',
  },
  {
    title: 'an empty selector is everything in its namespace',
    objects: withCilium(aPolicy({ endpointSelector: {}, ingress: HTTP })),
    says: IN,
    fact: 'endpointSelector {} selects all endpoints of the namespace',
  },
  {
    title: 'keys with the source of the label before them',
    objects: withCilium(
      aPolicy({
        endpointSelector: { matchLabels: { 'k8s:app': 'cart' } },
        ingress: HTTP,
      }),
    ),
    says: IN,
    fact: 'k8s:, any: and nothing before a key all reach labels of pods',
  },
  {
    title: 'a clusterwide rule that names the namespace',
    objects: withCilium(
      aPolicy(
        {
          endpointSelector: {
            matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'shop' },
          },
          ingress: HTTP,
        },
        'CiliumClusterwideNetworkPolicy',
      ),
    ),
    says: IN,
    fact: 'labels that Cilium adds to an endpoint: io.kubernetes.pod.namespace',
  },
  {
    title: 'a clusterwide rule for another namespace, by its labels',
    objects: withCilium(
      aPolicy(
        {
          endpointSelector: {
            matchLabels: {
              'io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name':
                'other',
            },
          },
          ingress: HTTP,
        },
        'CiliumClusterwideNetworkPolicy',
      ),
    ),
    says: NOBODY,
    fact: 'labels that Cilium adds to an endpoint: io.cilium.k8s.namespace.labels.*',
  },
  {
    title: 'several rules in one object',
    objects: withCilium(
      object(
        'cilium.io/v2',
        'CiliumNetworkPolicy',
        { name: 'rules', namespace: 'shop' },
        {
          specs: [
            {
              endpointSelector: { matchLabels: { app: 'other' } },
              ingress: [{}],
            },
            {
              endpointSelector: { matchLabels: { app: 'cart' } },
              ingress: HTTP,
            },
          ],
        },
      ),
    ),
    says: IN,
    fact: 'a policy has spec or specs',
  },
];

const NETWORKS: readonly InventedSituation[] = [
  {
    title: 'GKE Dataplane V2',
    objects: [...GROUND, ...aCni(ANETD), aConfig()],
    says: NOBODY,
    networks: ['gke-dataplane-v2 unknown'],
    fact: 'anetd is Cilium without a DaemonSet of that name',
  },
  {
    title: 'Cilium chained behind the VPC CNI',
    objects: [
      ...GROUND,
      ...[...aCni(CILIUM), ...aCni(VPC)],
      aConfig({ 'cni-chaining-mode': 'aws-cni' }),
    ],
    networks: ['cilium none', 'aws-vpc-cni none'],
    fact: 'cni-chaining-mode aws-cni: both are at work',
  },
  {
    title: 'a migration from one CNI to another',
    objects: [
      ...[...GROUND, aNamespace('kube-flannel')],
      ...aCni(FLANNEL, 'kube-flannel'),
      ...aCni(CALICO),
      aConfigMap('kube-flannel', 'kube-flannel-cfg', {
        'net-conf.json': JSON.stringify({ Backend: { Type: 'vxlan' } }),
      }),
    ],
    networks: ['calico none', 'flannel none'],
    fact: 'both DaemonSets run; nodes have either',
  },
  {
    title: 'WireGuard switched on by hand, with a capital',
    objects: [
      ...GROUND,
      ...aCni(CILIUM),
      ...KEYS,
      aConfig({ 'enable-wireguard': 'True' }),
    ],
    networks: ['cilium wireguard'],
    fact: 'the agent reads strconv.ParseBool: 1, t, T, TRUE, true, True',
  },
];

export const CILIUM_SITUATIONS: readonly InventedSituation[] = [
  ...POLICIES,
  ...NETWORKS,
];
