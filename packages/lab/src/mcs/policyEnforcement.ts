import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { LabelSelector, Pod } from '../controllers/objects.ts';
import { selects } from '../controllers/selectors.ts';

const NETWORK = 'networkpolicies.networking.k8s.io';
const CILIUM = 'ciliumnetworkpolicies.cilium.io';
const CLUSTERWIDE = 'ciliumclusterwidenetworkpolicies.cilium.io';

/** The kinds of policies that Cilium enforces. */
export const POLICIES = [NETWORK, CILIUM, CLUSTERWIDE];

interface NetworkPolicy extends KubeObject {
  spec: { podSelector?: LabelSelector; policyTypes?: readonly string[] };
}

interface Rule {
  endpointSelector?: LabelSelector;
  [direction: string]: unknown;
}

interface CiliumPolicy extends KubeObject {
  spec?: Rule;
  specs?: readonly Rule[];
}

type Direction = 'ingress' | 'egress';

/** Whether some policy selects the pod for a direction: what no policy allows is dropped then (`enable-policy: default`). */
export function isEnforced(
  store: Store,
  pod: Pod,
  direction: Direction,
): boolean {
  const { namespace } = pod.metadata;
  const rules = [
    ...listed<CiliumPolicy>(store, CILIUM, namespace),
    ...listed<CiliumPolicy>(store, CLUSTERWIDE),
  ].flatMap(({ spec, specs = [] }) => (spec ? [spec, ...specs] : specs));
  return (
    listed<NetworkPolicy>(store, NETWORK, namespace).some(
      ({ spec }) =>
        typesOf(spec).includes(direction) &&
        selects(spec.podSelector, pod.metadata.labels),
    ) ||
    rules.some(
      rule =>
        (rule[direction] !== undefined ||
          rule[`${direction}Deny`] !== undefined) &&
        selectsPod(rule.endpointSelector, pod),
    )
  );
}

function listed<T extends KubeObject>(
  store: Store,
  resource: string,
  namespace?: string,
): readonly T[] {
  return store.kinds.get(resource)
    ? store.list<T>(resource, { namespace }).items
    : [];
}

/** Without types a policy is about what comes in, and about what goes out if it has rules for that. */
function typesOf(spec: NetworkPolicy['spec']): string[] {
  const implied = ['Ingress', ...('egress' in spec ? ['Egress'] : [])];
  return (spec.policyTypes ?? implied).map(type => type.toLowerCase());
}

/** Labels of Cilium say where they come from (`k8s:app`, `any:app`); the namespace is one of them. */
function selectsPod(selector: LabelSelector | undefined, pod: Pod): boolean {
  if (!selector) return false;
  const plain = (key: string) => key.replace(/^(k8s|any):/, '');
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const { labels, namespace = 'default' } = pod.metadata;
  return selects(
    {
      matchLabels: Object.fromEntries(
        Object.entries(matchLabels).map(([key, value]) => [plain(key), value]),
      ),
      matchExpressions: matchExpressions.map(expression => ({
        ...expression,
        key: plain(expression.key),
      })),
    },
    { ...labels, 'io.kubernetes.pod.namespace': namespace },
  );
}
