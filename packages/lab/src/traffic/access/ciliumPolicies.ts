import type { KubeObject } from '../../apiserver/KubeObject.ts';
import { selects } from '../../controllers/selectors.ts';
import type { LabelSelector } from '../../controllers/objects.ts';
import { DENIED_L7, type Access, type Refusal } from './Access.ts';

const POLICIES = 'ciliumnetworkpolicies.cilium.io';

interface CiliumNetworkPolicy extends KubeObject {
  spec?: {
    endpointSelector?: LabelSelector;
    ingress?: {
      toPorts?: { rules?: { http?: { method?: string; path?: string }[] } }[];
    }[];
  };
}

/** Rules about HTTP: where a policy has some for the pod, a request has to fit one of them. */
export function refusedByCilium(access: Access): Refusal | undefined {
  const { view, server, protocol } = access;
  if (protocol === 'tcp') return undefined;
  const rules = view
    .list<CiliumNetworkPolicy>(POLICIES, server.end.namespace)
    .filter(({ spec }) => selects(spec?.endpointSelector, server.end.labels))
    .flatMap(({ spec }) => spec?.ingress ?? [])
    .flatMap(({ toPorts = [] }) => toPorts)
    .flatMap(({ rules: { http = [] } = {} }) => http);
  const fits = rules.some(
    ({ method, path }) =>
      matches(method, access.method) && matches(path, access.path),
  );
  return rules.length > 0 && !fits ? DENIED_L7 : undefined;
}

/** Extended regular expressions over the whole text, as Envoy takes them. */
function matches(pattern: string | undefined, text = ''): boolean {
  return pattern === undefined || new RegExp(`^(?:${pattern})$`).test(text);
}
