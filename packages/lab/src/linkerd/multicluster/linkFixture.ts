import type { DraftObject } from '../../apiserver/KubeObject.ts';

export const MULTICLUSTER_NAMESPACE = 'linkerd-multicluster';

const identity =
  'linkerd-gateway.linkerd-multicluster.serviceaccount.identity.linkerd.cluster.local';

const metadata = (name: string) => ({
  name,
  namespace: MULTICLUSTER_NAMESPACE,
});

const namespace: DraftObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: MULTICLUSTER_NAMESPACE },
};

/** A cluster that others may mirror: a gateway with one pod. */
export function aGateway(): DraftObject[] {
  const name = 'linkerd-gateway';
  return [
    namespace,
    aDeployment(name, { app: name }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        ...metadata(name),
        annotations: { 'mirror.linkerd.io/multicluster-gateway': 'true' },
      },
      spec: {
        selector: { app: name },
        ports: [{ name: 'mc-gateway', port: 4143 }],
      },
    },
  ];
}

/** A cluster that mirrors `target`: Link, credentials, controller and the probes' Service. */
export function aLink(target: string): DraftObject[] {
  const selecting = (key: string, value: string) => ({
    matchLabels: { [`mirror.linkerd.io/${key}`]: value },
  });
  return [
    namespace,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadata(`cluster-credentials-${target}`),
      type: 'mirror.linkerd.io/remote-kubeconfig',
      stringData: { kubeconfig: `clusters: [{ name: ${target} }]` },
    },
    {
      apiVersion: 'multicluster.linkerd.io/v1alpha3',
      kind: 'Link',
      metadata: metadata(target),
      spec: {
        targetClusterName: target,
        targetClusterDomain: 'cluster.local',
        clusterCredentialsSecret: `cluster-credentials-${target}`,
        gatewayAddress: '192.0.2.10',
        gatewayPort: '4143',
        gatewayIdentity: identity,
        probeSpec: {
          path: '/ready',
          port: '4191',
          period: '3s',
          failureThreshold: '3',
        },
        selector: selecting('exported', 'true'),
        remoteDiscoverySelector: selecting('exported', 'remote-discovery'),
        federatedServiceSelector: selecting('federated', 'member'),
      },
    },
    aDeployment(`controller-${target}`, {
      component: 'controller',
      'mirror.linkerd.io/cluster-name': target,
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(`probe-${target}`),
      spec: { ports: [{ name: 'mc-probe', port: 4191 }] },
    },
  ];
}

/** What lets a cluster's own Services join its federated ones. */
export function aLocalMirror(): DraftObject {
  const component = 'local-service-mirror';
  return aDeployment(`linkerd-${component}`, { component });
}

function aDeployment(
  name: string,
  labels: Record<string, string>,
): DraftObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(name),
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'example.test/main:1' }] },
      },
    },
  };
}
