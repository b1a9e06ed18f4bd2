import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type CheckContext,
  type CheckedWorkload,
  matchesSelector,
} from '@meshport/plugin-mesh-node';
import { type NetworkPolicy, networkPolicyKind } from './readKinds';

type Rule = NetworkPolicy['spec']['ingress'][number];

/** The NetworkPolicies that let in only what they name, for one workload. */
function selecting(
  { snapshot }: CheckContext,
  { workload }: CheckedWorkload,
): readonly NetworkPolicy[] {
  const { labels } = workload.template.metadata;
  return snapshot.kind(networkPolicyKind).items.filter(
    ({ metadata, spec }) =>
      metadata.namespace === workload.namespace &&
      // Without types it is one for ingress.
      (spec.policyTypes.length === 0 || spec.policyTypes.includes('Ingress')) &&
      matchesSelector(spec.podSelector, labels),
  );
}

export function admitsPort({ ports }: Rule, port: number): boolean {
  return (
    ports.length === 0 ||
    ports.some(one => {
      if ((one.protocol ?? 'TCP') !== 'TCP') return false;
      if (one.port === undefined) return true;
      if (typeof one.port === 'string') return false;
      return one.port <= port && port <= (one.endPort ?? one.port);
    })
  );
}

/** Whether kubelet's probes get through, which come from this one address. */
export function admitsProbes({ from }: Rule): boolean {
  const cidrs = ['0.0.0.0/0', '169.254.0.0/16', '169.254.7.127/32'];
  return (
    from.length === 0 ||
    from.some(({ ipBlock }) => ipBlock && cidrs.includes(ipBlock.cidr))
  );
}

/** Workloads of which policies admit something, but nothing that the rule accepts. */
export function shutOff(
  context: CheckContext,
  admits: (rule: Rule) => boolean,
): { readonly ref: ObjectRef; readonly policies: ObjectRef[] }[] {
  return context.workloads.flatMap(one => {
    const policies = selecting(context, one);
    const isOpen =
      policies.length === 0 ||
      policies.some(({ spec }) => spec.ingress.some(admits));
    if (isOpen || one.workload.template.spec.hostNetwork) return [];
    const { ref } = one.workload;
    return [
      {
        ref,
        policies: policies.map(({ metadata }) => ({
          cluster: ref.cluster,
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          namespace: metadata.namespace,
          name: metadata.name,
        })),
      },
    ];
  });
}
