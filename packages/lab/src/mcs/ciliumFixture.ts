import type { DraftObject } from '../apiserver/KubeObject.ts';

const system = 'kube-system';

/** Cilium in a cluster of two nodes, connected with `peers`; `settings` are added to its ConfigMap. */
export function aCilium(
  name: string,
  peers: readonly string[] = [],
  settings: Record<string, string> = {},
): DraftObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: system } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cilium-config', namespace: system },
      data: {
        'cluster-name': name,
        'cluster-id': String(name.charCodeAt(0)),
        'clustermesh-enable-endpoint-sync': 'true',
        'clustermesh-enable-mcs-api': 'true',
        ...settings,
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cilium-clustermesh', namespace: system },
      stringData: Object.fromEntries(
        peers.map(peer => [peer, 'endpoints: []']),
      ),
    },
    aProgram('DaemonSet', 'cilium', { 'k8s-app': 'cilium' }),
    aProgram('Deployment', 'cilium-operator', { 'io.cilium/app': 'operator' }),
    aProgram('Deployment', 'clustermesh-apiserver', {
      'k8s-app': 'clustermesh-apiserver',
    }),
  ];
}

function aProgram(
  kind: 'DaemonSet' | 'Deployment',
  name: string,
  labels: Record<string, string>,
): DraftObject {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: system },
    spec: {
      ...(kind === 'Deployment' ? { replicas: 1 } : {}),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          hostNetwork: true,
          containers: [{ name: 'main', image: 'example.test/main:1' }],
        },
      },
    },
  };
}
