import type { DraftObject } from '../apiserver/KubeObject.ts';

const system = 'consul';

/** A control plane as far as injection needs one; `flags` are added to the injector's command line. */
export function aConsul(flags: readonly string[] = []): DraftObject[] {
  const labels = { app: 'consul', component: 'connect-injector' };
  const command = [
    'exec consul-k8s-control-plane inject-connect \\',
    '  -consul-dataplane-image="hashicorp/consul-dataplane:2.0.3" \\',
    '  -consul-k8s-image="hashicorp/consul-k8s-control-plane:2.0.3" \\',
    ...flags.map(flag => `  ${flag} \\`),
  ];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: system } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'consul-connect-injector', namespace: system },
      spec: { selector: labels, ports: [{ port: 443, targetPort: 8080 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'consul-connect-injector', namespace: system },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'sidecar-injector',
                image: 'hashicorp/consul-k8s-control-plane:2.0.3',
                env: [
                  {
                    name: 'CONSUL_ADDRESSES',
                    value: 'consul-server.consul.svc',
                  },
                ],
                command: ['/bin/sh', '-ec', command.join('\n')],
              },
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
    metadata: { name: 'consul-connect-injector' },
    webhooks: [
      {
        name: 'consul-connect-injector.consul.hashicorp.com',
        admissionReviewVersions: ['v1beta1', 'v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        clientConfig: {
          service: {
            name: 'consul-connect-injector',
            namespace: system,
            path: '/mutate',
          },
        },
        objectSelector: {
          matchExpressions: [
            { key: 'app', operator: 'NotIn', values: ['consul'] },
          ],
        },
        rules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['pods'],
          },
        ],
      },
    ],
  };
}
