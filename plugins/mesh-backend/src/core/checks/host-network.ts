import { type Check, podKind } from '@meshport/plugin-mesh-node';
import { joins } from './engine/forms';
import { finding, found, named } from './engine/outcomes';

/**
 * No mesh redirects the host's own network (Istio pkg/kube/inject and istio-cni; Linkerd
 * pkg/inject/report.go).
 */
export const hostNetwork: Check = {
  id: 'host-network',
  title: "Pods on the host's network",
  severity: 'warning',
  scope: 'namespace',
  audience: 'owner',
  needs: [podKind],
  appliesTo: (_, { form }) => joins(form) !== undefined,
  evaluate: (_, { workloads }) =>
    found(
      workloads
        .filter(({ workload }) => workload.template.spec.hostNetwork)
        .map(({ workload: { ref } }) =>
          finding('host-network', {
            subject: ref,
            params: { workload: named(ref) },
          }),
        ),
    ),
};
