import type {
  ClusterSnapshot,
  LabelSelector,
  PodTemplate,
} from '@meshport/plugin-mesh-node';

type Labels = Readonly<Record<string, string>>;

/** What Cilium adds to the labels of a pod before selectors are applied. */
const NAMESPACE = 'io.kubernetes.pod.namespace';
const NAMESPACE_LABELS = 'io.cilium.k8s.namespace.labels.';
const SERVICE_ACCOUNT = 'io.cilium.k8s.policy.serviceaccount';
const CLUSTER = 'io.cilium.k8s.policy.cluster';

/** Labels of Kubernetes, or of any source; others (`reserved:`) no pod has. */
const SOURCE = /^(k8s|any)[:.]/;

/** The identity of a pod to Cilium: its labels, and where it runs. */
export function endpointLabels(
  snapshot: ClusterSnapshot,
  pod: Pick<PodTemplate, 'spec'> & {
    readonly metadata: { readonly labels: Labels };
  },
  place: { readonly namespace: string; readonly cluster?: string },
): Labels {
  const namespace = snapshot.namespace(place.namespace);
  const inherited = Object.entries(namespace?.metadata.labels ?? {}).map(
    ([key, value]) => [`${NAMESPACE_LABELS}${key}`, value] as const,
  );
  return {
    ...pod.metadata.labels,
    ...Object.fromEntries(inherited),
    [NAMESPACE]: place.namespace,
    [SERVICE_ACCOUNT]: pod.spec.serviceAccountName ?? 'default',
    ...(place.cluster ? { [CLUSTER]: place.cluster } : {}),
  };
}

/** `k8s:app` and `any:app` are `app`. */
function withoutSource(key: string): string {
  return key.replace(SOURCE, '');
}

/** A selector of a policy as one of labels of endpoints ({@link endpointLabels}). */
export function endpointSelector(selector: LabelSelector): LabelSelector {
  return {
    matchLabels: Object.fromEntries(
      Object.entries(selector.matchLabels).map(([key, value]) => [
        withoutSource(key),
        value,
      ]),
    ),
    matchExpressions: selector.matchExpressions.map(expression => ({
      ...expression,
      key: withoutSource(expression.key),
    })),
  };
}
