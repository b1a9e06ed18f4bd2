import { isJsonObject, type KubeObject } from '../../apiserver/KubeObject.ts';
import type { LabelSelector } from '../../controllers/objects.ts';
import { selects } from '../../controllers/selectors.ts';
import type { FleetView } from '../FleetView.ts';
import type { PodFacts } from '../PodFacts.ts';

interface Rule {
  endpointSelector?: LabelSelector;
  ingress?: unknown;
}

interface Policy extends KubeObject {
  spec?: Rule;
  specs?: readonly Rule[];
}

const POLICIES = [
  'ciliumnetworkpolicies.cilium.io',
  'ciliumclusterwidenetworkpolicies.cilium.io',
];

function list(value: unknown, field: string): unknown[] {
  const found = isJsonObject(value) ? value[field] : undefined;
  return Array.isArray(found) ? found : [];
}

function hasHttpRules({ ingress }: Rule): boolean {
  const ports = (Array.isArray(ingress) ? ingress : []).flatMap(rule =>
    list(rule, 'toPorts'),
  );
  return ports.some(
    port => isJsonObject(port) && list(port.rules, 'http').length > 0,
  );
}

/** Labels of Cilium say where they come from: `k8s:app`, `any:app`. */
function selectsPod(selector: LabelSelector | undefined, pod: PodFacts) {
  const plain = Object.entries(selector?.matchLabels ?? {}).map(
    ([key, value]) => [key.replace(/^(k8s|any):/, ''), value],
  );
  const matchLabels: Record<string, string> = Object.fromEntries(plain);
  return selects(
    { ...selector, matchLabels },
    { ...pod.labels, 'io.kubernetes.pod.namespace': pod.namespace },
  );
}

/** Whether a policy with HTTP rules sends what comes in through Cilium's Envoy: without one, no request is seen. */
export function isRedirectedToEnvoy(pod: PodFacts, view: FleetView): boolean {
  return POLICIES.flatMap(kind => view.list<Policy>(pod.cluster, kind))
    .filter(
      ({ metadata }) => (metadata.namespace ?? pod.namespace) === pod.namespace,
    )
    .flatMap(({ spec, specs = [] }) => (spec ? [spec, ...specs] : specs))
    .some(rule => hasHttpRules(rule) && selectsPod(rule.endpointSelector, pod));
}
