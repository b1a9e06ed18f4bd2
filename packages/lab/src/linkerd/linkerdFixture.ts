import type { DraftObject } from '../apiserver/KubeObject.ts';

const system = 'linkerd';

/** A control plane as far as injection needs one; `values` of the ConfigMap as YAML. */
export function aLinkerd(values: string): DraftObject[] {
  const labels = { 'linkerd.io/control-plane-component': 'proxy-injector' };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: system,
        labels: { 'config.linkerd.io/admission-webhooks': 'disabled' },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'linkerd-config', namespace: system },
      data: { values },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'linkerd-proxy-injector', namespace: system },
      spec: {
        selector: labels,
        ports: [{ name: 'proxy-injector', port: 443, targetPort: 8443 }],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'linkerd-proxy-injector', namespace: system },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              { name: 'proxy-injector', image: 'example.test/controller:1' },
            ],
          },
        },
      },
    },
    aWebhookConfiguration(),
  ];
}

function aWebhookConfiguration(): DraftObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'linkerd-proxy-injector-webhook-config' },
    webhooks: [
      {
        name: 'linkerd-proxy-injector.linkerd.io',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Ignore',
        clientConfig: {
          service: {
            name: 'linkerd-proxy-injector',
            namespace: system,
            path: '/',
          },
        },
        namespaceSelector: {
          matchExpressions: [
            {
              key: 'config.linkerd.io/admission-webhooks',
              operator: 'NotIn',
              values: ['disabled'],
            },
            {
              key: 'kubernetes.io/metadata.name',
              operator: 'NotIn',
              values: ['kube-system', 'cert-manager'],
            },
          ],
        },
        rules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['pods', 'services'],
            scope: 'Namespaced',
          },
        ],
      },
    ],
  };
}
