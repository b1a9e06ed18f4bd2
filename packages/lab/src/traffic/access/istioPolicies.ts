import type { KubeObject } from '../../apiserver/KubeObject.ts';
import { selects } from '../../controllers/selectors.ts';
import type { ClusterView } from '../ClusterView.ts';
import type { Place } from '../Place.ts';
import {
  DENIED_AT_WAYPOINT,
  DENIED_L4,
  DENIED_L7,
  REFUSED,
  type Access,
  type Refusal,
} from './Access.ts';

const POLICIES = 'authorizationpolicies.security.istio.io';
const PEER_AUTHENTICATIONS = 'peerauthentications.security.istio.io';
const ROOT = 'istio-system';

interface Source {
  principals?: string[];
  notPrincipals?: string[];
  namespaces?: string[];
  notNamespaces?: string[];
}

interface Operation {
  methods?: string[];
  paths?: string[];
  hosts?: string[];
  ports?: string[];
}

interface Rule {
  from?: { source: Source }[];
  to?: { operation: Operation }[];
}

interface AuthorizationPolicy extends KubeObject {
  spec?: {
    action?: string;
    selector?: { matchLabels?: Record<string, string> };
    targetRefs?: { kind: string; name: string }[];
    rules?: Rule[];
  };
}

interface PeerAuthentication extends KubeObject {
  spec?: {
    selector?: { matchLabels?: Record<string, string> };
    mtls?: { mode?: string };
  };
}

/** AuthorizationPolicies at the waypoint and at the server, and PeerAuthentication at the server. */
export function refusedByIstio(access: Access): Refusal | undefined {
  const { server, waypoint, view } = access;
  if (
    waypoint &&
    isDenied(policiesOfService(access), access, access.client, true)
  )
    return DENIED_AT_WAYPOINT;
  const sidecar = server.planes.has('istio-sidecar');
  if (!sidecar && !server.planes.has('ztunnel')) return undefined;
  if (!access.mtls && isStrict(view, server)) return REFUSED;
  const policies = policiesOfPod(view, server);
  if (!isDenied(policies, access, waypoint ?? access.client, sidecar))
    return undefined;
  return sidecar ? DENIED_L7 : DENIED_L4;
}

/** The most specific PeerAuthentication decides. */
function isStrict(view: ClusterView, { end }: Place): boolean {
  const all = view.list<PeerAuthentication>(PEER_AUTHENTICATIONS);
  const at = (namespace: string) =>
    all.filter(({ metadata }) => metadata.namespace === namespace);
  const whole = (namespace: string) =>
    at(namespace).find(({ spec }) => !spec?.selector);
  const own = at(end.namespace).find(
    ({ spec }) => spec?.selector && selects(spec.selector, end.labels),
  );
  const modes = [own, whole(end.namespace), whole(ROOT)].map(
    object => object?.spec?.mtls?.mode,
  );
  const mode = modes.find(candidate => candidate && candidate !== 'UNSET');
  return mode === 'STRICT';
}

function policiesOfPod(view: ClusterView, { end }: Place) {
  return view
    .list<AuthorizationPolicy>(POLICIES)
    .filter(
      ({ metadata, spec }) =>
        [end.namespace, ROOT].includes(metadata.namespace ?? '') &&
        !spec?.targetRefs &&
        (!spec?.selector || selects(spec.selector, end.labels)),
    );
}

function policiesOfService({ view, service, waypoint }: Access) {
  const gateway = waypoint?.end.workload;
  return view
    .list<AuthorizationPolicy>(POLICIES, service.namespace)
    .filter(({ spec }) =>
      spec?.targetRefs?.some(
        ({ kind, name }) =>
          (kind === 'Service' && name === service.name) ||
          (kind === 'Gateway' && name === gateway),
      ),
    );
}

function isDenied(
  policies: readonly AuthorizationPolicy[],
  access: Access,
  caller: Place | undefined,
  l7: boolean,
): boolean {
  const hits = ({ spec }: AuthorizationPolicy) =>
    (spec?.rules ?? []).some(rule =>
      matches(rule, { access, caller, l7, action: spec?.action }),
    );
  const of = (action: string) =>
    policies.filter(({ spec }) => (spec?.action ?? 'ALLOW') === action);
  if (of('DENY').some(hits)) return true;
  const allowing = of('ALLOW');
  return allowing.length > 0 && !allowing.some(hits);
}

interface Circumstances {
  access: Access;
  caller: Place | undefined;
  /** Where only connections are seen, a rule about requests allows nothing, and denies all that it may be about. */
  l7: boolean;
  action: string | undefined;
}

function matches(rule: Rule, circumstances: Circumstances): boolean {
  const { from, to } = rule;
  const comes =
    !from || from.some(({ source }) => isFrom(source, circumstances));
  const goes =
    !to || to.some(({ operation }) => isTo(operation, circumstances));
  return comes && goes;
}

function isFrom(source: Source, { access, caller }: Circumstances): boolean {
  const known = access.mtls && caller;
  const principal = known ? principalOf(caller) : '';
  const namespace = known ? caller.end.namespace : '';
  return (
    fits(source.principals, principal) &&
    fits(source.namespaces, namespace) &&
    !(source.notPrincipals && fits(source.notPrincipals, principal)) &&
    !(source.notNamespaces && fits(source.notNamespaces, namespace))
  );
}

function isTo(operation: Operation, circumstances: Circumstances): boolean {
  const { access, l7, action } = circumstances;
  const { ports, methods, paths } = operation;
  if (!fits(ports, String(access.port))) return false;
  if (!methods && !paths) return true;
  if (!l7 || access.protocol === 'tcp') return action === 'DENY';
  return fits(methods, access.method ?? '') && fits(paths, access.path ?? '');
}

export function principalOf({ end }: Place): string {
  return `cluster.local/ns/${end.namespace}/sa/${end.serviceAccount}`;
}

/** Exact, or with `*` at one end; nothing asked for fits everything, and what is unknown fits nothing asked for. */
function fits(patterns: readonly string[] | undefined, value: string): boolean {
  if (!patterns) return true;
  if (value === '') return false;
  return patterns.some(pattern => {
    if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
    if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
    return pattern === value;
  });
}
