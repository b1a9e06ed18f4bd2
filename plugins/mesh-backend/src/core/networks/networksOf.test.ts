import type { Network } from '@meshport/plugin-mesh-common';
import { type KindState } from '@meshport/plugin-mesh-node';
import {
  aDaemonSet,
  aSnapshot,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import {
  aCiliumConfig,
  aCiliumNode,
  aDaemon,
  theAgents,
} from '../meshes/cilium/testing/ciliumObjects';
import { networkKinds, networkReasons, networksOf } from '.';

function networks(
  objects: readonly KubeObject[],
  states?: Readonly<Record<string, Omit<KindState, 'items'>>>,
): readonly Network[] {
  return networksOf(aSnapshot(objects, { kinds: networkKinds, states }));
}

function calicoNodes(): KubeObject[] {
  return aDaemon({
    name: 'calico-node',
    labels: { 'k8s-app': 'calico-node' },
    container: 'calico-node',
    image: 'quay.io/calico/node:v3.30.0',
  });
}

function calico(group: string, kind: string, spec: object): KubeObject {
  const apiVersion = group.startsWith('crd') ? `${group}/v1` : `${group}/v3`;
  return { apiVersion, kind, metadata: { name: 'default' }, spec };
}

function flannel(netConf: string): KubeObject[] {
  return [
    ...aDaemon({
      name: 'kube-flannel-ds',
      labels: { app: 'flannel' },
      container: 'kube-flannel',
      image: 'ghcr.io/flannel-io/flannel:v0.27.4',
    }),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
      data: { 'net-conf.json': netConf },
    },
  ];
}

/** The password itself is in a Secret. */
function weave(env: readonly object[] = []): KubeObject[] {
  return [
    {
      ...aDaemonSet({ name: 'weave-net', namespace: 'kube-system' }),
      metadata: {
        name: 'weave-net',
        namespace: 'kube-system',
        labels: { name: 'weave-net' },
      },
      spec: {
        template: {
          metadata: { labels: { name: 'weave-net' } },
          spec: {
            containers: [
              {
                name: 'weave',
                image: 'weaveworks/weave-kube:2.8.1',
                env,
              },
            ],
          },
        },
      },
    },
  ];
}

const OLD = 'crd.projectcalico.org';
const NATIVE = 'projectcalico.org';

describe('networksOf', () => {
  it.each<[string, KubeObject[], Partial<Network>]>([
    [
      'Cilium in the clear',
      [...theAgents(), aCiliumConfig()],
      { cni: 'cilium', title: 'Cilium', version: '1.20.1', encryption: 'none' },
    ],
    [
      'Cilium with WireGuard',
      [...theAgents(), aCiliumConfig({ 'enable-wireguard': 'true' })],
      { cni: 'cilium', encryption: 'wireguard' },
    ],
    [
      'Cilium with WireGuard on all nodes',
      [
        ...theAgents(),
        aCiliumConfig({ 'enable-wireguard': 'true' }),
        aCiliumNode('node-1'),
      ],
      { cni: 'cilium', encryption: 'wireguard' },
    ],
    [
      'Cilium with WireGuard that some node does not have yet',
      [
        ...theAgents(),
        aCiliumConfig({ 'enable-wireguard': 'true' }),
        aCiliumNode('node-1'),
        aCiliumNode('node-2', false),
      ],
      { cni: 'cilium', encryption: 'unknown' },
    ],
    [
      'Cilium with IPsec',
      [...theAgents(), aCiliumConfig({ 'enable-ipsec': 'true' })],
      { cni: 'cilium', encryption: 'ipsec' },
    ],
    [
      'Cilium whose configuration is not there',
      theAgents(),
      { cni: 'cilium', encryption: 'unknown' },
    ],
    [
      'Calico by its image',
      calicoNodes(),
      { cni: 'calico', version: '3.30.0', encryption: 'none' },
    ],
    [
      'Calico by its own word',
      [
        ...calicoNodes(),
        calico(OLD, 'ClusterInformation', { calicoVersion: 'v3.31.2' }),
        calico(OLD, 'FelixConfiguration', { wireguardEnabled: true }),
      ],
      { cni: 'calico', version: '3.31.2', encryption: 'wireguard' },
    ],
    [
      'Calico with native objects, WireGuard for IPv6',
      [
        ...calicoNodes(),
        calico(NATIVE, 'ClusterInformation', { calicoVersion: 'v3.32.0' }),
        calico(NATIVE, 'FelixConfiguration', { wireguardEnabledV6: true }),
      ],
      { cni: 'calico', version: '3.32.0', encryption: 'wireguard' },
    ],
    [
      'flannel over VXLAN',
      flannel('{"Backend":{"Type":"vxlan"}}'),
      { cni: 'flannel', version: '0.27.4', encryption: 'none' },
    ],
    [
      'flannel over WireGuard',
      flannel('{"Backend":{"Type":"WireGuard"}}'),
      { cni: 'flannel', encryption: 'wireguard' },
    ],
    [
      'flannel with a configuration that is no JSON',
      flannel('{'),
      { cni: 'flannel', encryption: 'unknown' },
    ],
    [
      'Weave Net',
      weave(),
      { cni: 'weave', version: '2.8.1', encryption: 'none', maintained: false },
    ],
    [
      'Weave Net with a password',
      weave([{ name: 'WEAVE_PASSWORD', valueFrom: {} }]),
      { cni: 'weave', encryption: 'ipsec' },
    ],
    [
      'Canal',
      aDaemon({
        name: 'canal',
        labels: { 'k8s-app': 'canal' },
        container: 'calico-node',
        image: 'docker.io/calico/node:v3.30.3',
      }),
      { cni: 'canal', version: '3.30.3', encryption: 'none' },
    ],
    [
      "GKE's dataplane, which is not Cilium",
      aDaemon({
        name: 'anetd',
        labels: { 'k8s-app': 'cilium' },
        container: 'cilium-agent',
        image: 'gke.gcr.io/cilium/cilium:v1.16.6-gke.1',
      }),
      { cni: 'gke-dataplane-v2', encryption: 'unknown' },
    ],
  ])('finds %s', (_, objects, expected) => {
    const [network, ...others] = networks(objects);
    expect(network).toMatchObject(expected);
    expect(others).toEqual([]);
  });

  it.each([
    'aws-node',
    'azure-cns',
    'antrea-agent',
    'kube-router',
    'ovnkube-node',
  ])('recognises %s, and says nothing of its encryption', name => {
    const agents = aDaemon({ name, labels: {}, container: name, image: 'x' });
    expect(networks(agents)).toMatchObject([{ encryption: 'unknown' }]);
  });

  it('does not say that WireGuard is everywhere while nodes cannot be read', () => {
    const config = aCiliumConfig({ 'enable-wireguard': 'true' });
    const states = {
      'ciliumnodes.cilium.io': { status: 'forbidden' },
    } as const;
    expect(networks([...theAgents(), config], states)).toMatchObject([
      { cni: 'cilium', encryption: 'unknown' },
    ]);
  });

  it('has several where Cilium is chained to another, which it then encrypts for', () => {
    const aws = aDaemon({
      name: 'aws-node',
      labels: { 'k8s-app': 'aws-node' },
      container: 'aws-node',
      image: 'registry.test/amazon-k8s-cni:v1.20.1-eksbuild.1',
    });
    const config = aCiliumConfig({
      'enable-wireguard': 'true',
      'cni-chaining-mode': 'aws-cni',
    });
    expect(networks([...aws, ...theAgents(), config])).toMatchObject([
      { cni: 'cilium', encryption: 'wireguard' },
      { cni: 'aws-vpc-cni', version: '1.20.1', encryption: 'wireguard' },
    ]);
  });

  it('shows all versions that run while agents are replaced', () => {
    const old = theAgents({ nodes: ['node-9'], version: '1.19.5' }).slice(1);
    expect(networks([...theAgents(), ...old])[0]?.version).toBe(
      '1.19.5, 1.20.1',
    );
  });

  it('has none where no agent runs, whatever objects are left', () => {
    expect(
      networks([
        aCiliumConfig(),
        calico(OLD, 'ClusterInformation', { calicoVersion: 'v3.31.2' }),
      ]),
    ).toEqual([]);
  });

  it.each<[string, KubeObject[], string]>([
    ['Cilium', theAgents(), 'configmaps'],
    ['Calico', calicoNodes(), `felixconfigurations.${NATIVE}`],
    ['flannel', flannel('{}').slice(0, -1), 'configmaps'],
    ['Weave Net', [], 'daemonsets.apps'],
  ])(
    'never says that %s is in the clear where it cannot be read',
    (_, objects, part) => {
      const found = networks(objects, { [part]: { status: 'forbidden' } });
      expect(found.map(({ encryption }) => encryption)).toEqual(
        objects.length > 0 ? ['unknown'] : [],
      );
    },
  );
});

describe('networkReasons', () => {
  it('tell the platform team of a network that nobody maintains', () => {
    expect(networkReasons('west', networks(weave()))).toEqual([
      {
        code: 'network-unmaintained',
        text: expect.objectContaining({
          message:
            'Cluster west runs Weave Net 2.8.1, of which nobody makes releases any more: security holes stay open.',
        }),
        fix: {
          text: expect.objectContaining({
            message:
              'Plan to replace Weave Net in cluster west by a network that is maintained.',
          }),
        },
        evidence: [expect.objectContaining({ name: 'weave-net' })],
      },
    ]);
  });

  it('are silent about others', () => {
    expect(networkReasons('west', networks(theAgents()))).toEqual([]);
  });
});
