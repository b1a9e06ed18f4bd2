import {
  objectKey,
  type ObjectRef,
  type Posture,
} from '@meshport/plugin-mesh-common';
import { unreadableReasons } from '@meshport/plugin-mesh-node';
import { type EnrolledPod, namespaceRef } from '../sidecar/facts';
import { unlikePods } from '../sidecar/unlikePods';
import type { ControlPlane } from './controlPlane';
import type { Facts } from './facts';
import {
  isPolicy,
  type NamespacePolicies,
  ownDefaultPolicy,
  podPolicy,
  type PodPolicy,
  serverRef,
} from './inboundPolicy';
import {
  authorizationPolicyKind,
  linkerdConfigKind,
  serverAuthorizationKind,
  serverKind,
} from './kinds';
import { CONFIG_INBOUND_POLICY } from './names';
import type { Proxy } from './proxies';

/** What says how a proxied pod may be reached. */
const POLICY_KINDS = [
  linkerdConfigKind,
  serverKind,
  authorizationPolicyKind,
  serverAuthorizationKind,
] as const;

/** Linkerd's own default, where the installation says nothing else. */
const DEFAULT_POLICY = 'all-unauthenticated';

export function trustDomainOf({ values }: ControlPlane): string | undefined {
  return (
    values &&
    (values.identityTrustDomain || values.clusterDomain || 'cluster.local')
  );
}

/** Whose word the default policy of a pod is. */
function defaultFrom(facts: Facts, own: string | undefined): ObjectRef[] {
  const { world, workload, namespace } = facts;
  if (own === undefined) return [world.controlPlane.config ?? []].flat();
  const ofNamespace = namespace?.metadata.annotations[CONFIG_INBOUND_POLICY];
  return [ofNamespace === own ? namespaceRef(facts) : workload.ref];
}

function identities(facts: Facts): string[] {
  const { controlPlane } = facts.world;
  const domain = trustDomainOf(controlPlane);
  if (domain === undefined) return [];
  const accounts = facts.enrolled.map(
    ({ pod }) => pod.spec.serviceAccountName ?? 'default',
  );
  const authority = `serviceaccount.identity.${controlPlane.namespace}.${domain}`;
  return [...new Set(accounts)]
    .sort()
    .map(account => `${account}.${facts.workload.namespace}.${authority}`);
}

interface Decision extends PodPolicy {
  readonly decidedBy: readonly ObjectRef[];
}

function decide(
  facts: Facts,
  { pod }: EnrolledPod<Proxy>,
  policies: NamespacePolicies,
): Decision {
  const { snapshot, controlPlane } = facts.world;
  const own = ownDefaultPolicy(pod);
  const ofMesh = controlPlane.values?.proxy.defaultInboundPolicy;
  const policy = podPolicy(
    pod,
    policies,
    own ?? (isPolicy(ofMesh) ? ofMesh : DEFAULT_POLICY),
  );
  return {
    ...policy,
    decidedBy: [
      ...policy.servers.map(server => serverRef(snapshot.cluster.name, server)),
      ...(policy.byDefault ? defaultFrom(facts, own) : []),
    ],
  };
}

function weakest(policies: readonly PodPolicy[]): Posture['inbound'] {
  if (policies.some(({ isSkipped }) => isSkipped)) return 'off';
  return policies.every(({ isStrict }) => isStrict) ? 'strict' : 'permissive';
}

/**
 * How the pods of a workload may be reached: proxies always speak mTLS with each other,
 * and their inbound policy says whether they take plain text too. The weakest counts.
 */
export function postureOf(facts: Facts, policies: NamespacePolicies): Posture {
  const { world, enrolled, missing } = facts;
  const unreadable = unreadableReasons(world.snapshot, POLICY_KINDS);
  const decisions =
    unreadable.length === 0
      ? unlikePods(enrolled).map(one => decide(facts, one, policies))
      : [];
  const isUnknown = unreadable.length > 0 || enrolled.length === 0;
  const ofProxies = isUnknown ? 'unknown' : weakest(decisions);
  const decidedBy = decisions.flatMap(decision => decision.decidedBy);
  return {
    inbound: missing.length > 0 ? 'off' : ofProxies,
    identities: identities(facts),
    decidedBy: [
      ...new Map(decidedBy.map(ref => [objectKey(ref), ref])).values(),
    ],
    podsWithoutProxy: missing.length,
    reasons: enrolled.length > 0 ? unreadable : [],
  };
}
