import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import type { Condition } from '../../controllers/objects.ts';
import { fails, holds, type Verdict } from '../gateways/conditions.ts';
import {
  GATEWAY_CLASSES,
  GATEWAYS,
  type Gateway,
  type GatewayClass,
} from '../gateways/gateway.ts';
import { waypointOfService } from './attachment.ts';
import { httpAttributes, type PolicyRule } from './httpAttributes.ts';

interface TargetRef {
  group?: string;
  kind: string;
  name: string;
  namespace?: string;
}

export interface AuthorizationPolicy extends KubeObject {
  spec?: {
    action?: string;
    rules?: readonly PolicyRule[];
    targetRef?: TargetRef;
    targetRefs?: readonly TargetRef[];
  };
  status?: { conditions?: Condition[] };
}

/** What an ambient istiod says about a policy: who enforces it, ztunnel or a waypoint, and whether that works. */
export function policyVerdict(
  store: Store,
  policy: AuthorizationPolicy,
  rootNamespace: string,
): Verdict {
  const { targetRef, targetRefs = targetRef ? [targetRef] : [] } =
    policy.spec ?? {};
  if (targetRefs.length === 0) return ztunnelVerdict(policy);
  const { namespace = '' } = policy.metadata;
  const bindings = targetRefs.map(target =>
    bind(
      store,
      { ...target, namespace: target.namespace ?? namespace },
      {
        rootNamespace,
      },
    ),
  );
  return bindings.length === 1 ? bindings[0].verdict : summary(bindings);
}

/** ztunnel takes what it can of a policy; an HTTP rule makes it stricter than it was meant, and the status stays True. */
function ztunnelVerdict({ spec = {} }: AuthorizationPolicy): Verdict {
  const type = 'ZtunnelAccepted';
  const { action = 'ALLOW', rules = [] } = spec;
  if (action !== 'ALLOW' && action !== 'DENY')
    return fails(
      type,
      'UnsupportedValue',
      `ztunnel does not support the ${action} action`,
    );
  const found = httpAttributes(rules);
  if (found.length === 0) return holds(type, 'Accepted', 'attached to ztunnel');
  const consequence =
    action === 'DENY'
      ? 'DENY policy with HTTP attributes is enforced without the HTTP rules.'
      : 'Within an ALLOW policy, rules matching HTTP attributes are omitted.';
  return holds(
    type,
    'UnsupportedValue',
    `ztunnel does not support HTTP attributes (found: ${found.join(
      ', ',
    )}). In ambient mode you must use a waypoint proxy to enforce HTTP rules. ${consequence} This will be more restrictive than requested.`,
  );
}

const TYPE = 'WaypointAccepted';

interface Binding {
  verdict: Verdict;
  /** `Service.core:shop/cart` */
  ancestor: string;
}

type Located = TargetRef & { namespace: string };

function bind(
  store: Store,
  target: Located,
  options: { rootNamespace: string },
): Binding {
  const { group, kind, name, namespace } = target;
  const ancestor = `${kind}.${group || 'core'}:${namespace}/${name}`;
  return { ancestor, verdict: verdictOn(store, target, options) };
}

function verdictOn(
  store: Store,
  target: Located,
  { rootNamespace }: { rootNamespace: string },
): Verdict {
  const { kind, name, namespace } = target;
  const missing = fails(TYPE, 'TargetNotFound', 'not bound');
  switch (kind) {
    case 'GatewayClass': {
      if (namespace !== rootNamespace)
        return fails(
          TYPE,
          'Invalid',
          `AuthorizationPolicy must be in the root namespace \`${rootNamespace}\` when referencing a GatewayClass`,
        );
      const ref = { resource: GATEWAY_CLASSES, name };
      const found = store.get<GatewayClass>(ref);
      if (!found) return missing;
      const controller = 'istio.io/mesh-controller';
      return found.spec.controllerName === controller
        ? holds(TYPE, 'Accepted', `bound to ${name}`)
        : fails(
            TYPE,
            'Invalid',
            `GatewayClass must use controller name \`${controller}\` for waypoints`,
          );
    }
    case 'Gateway': {
      const ref = { resource: GATEWAYS, namespace, name };
      return store.get<Gateway>(ref)?.status?.addresses?.length
        ? holds(TYPE, 'Accepted', `bound to ${namespace}/${name}`)
        : missing;
    }
    case 'Service':
      return serviceVerdict(store, 'services', target);
    case 'ServiceEntry':
      return serviceVerdict(
        store,
        'serviceentries.networking.istio.io',
        target,
      );
    default:
      return fails(TYPE, 'unknown', 'not bound');
  }
}

function serviceVerdict(
  store: Store,
  resource: string,
  { kind, namespace, name }: Located,
): Verdict {
  const key = `${kind} ${namespace}/${name}`;
  const service = store.get({ resource, namespace, name });
  if (!service) return fails(TYPE, 'TargetNotFound', `${key} was not found`);
  const attachment = waypointOfService(store, service);
  return attachment && 'waypoint' in attachment
    ? holds(TYPE, 'Accepted', `bound to ${attachment.waypoint}`)
    : fails(TYPE, 'AncestorNotBound', `${key} is not bound to a waypoint`);
}

function summary(bindings: readonly Binding[]): Verdict {
  const unbound = bindings
    .filter(({ verdict }) => verdict.status === 'False')
    .map(({ ancestor }) => ancestor);
  const message =
    unbound.length > 0 ? `Invalid targetRefs: ${unbound.join(', ')}` : '';
  if (unbound.length === bindings.length)
    return fails(TYPE, 'Invalid', message);
  const reason = unbound.length > 0 ? 'PartiallyInvalid' : 'Accepted';
  return holds(TYPE, reason, message);
}
