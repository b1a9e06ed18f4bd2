import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  matchesSelector,
  type Pod,
} from '@meshport/plugin-mesh-node';
import {
  authorizationPolicyKind,
  serverAuthorizationKind,
  serverKind,
} from './kinds';
import {
  CONFIG_INBOUND_POLICY,
  CONFIG_REQUIRE_IDENTITY,
  CONFIG_SKIP_INBOUND,
  PROXY_CONTAINER,
} from './names';
import type { Server } from './schema';

/** Policies that let in whoever has an identity of the mesh, or nobody. */
const STRICT_POLICIES = ['all-authenticated', 'cluster-authenticated', 'deny'];
const OTHER_POLICIES = [
  'all-unauthenticated',
  'cluster-unauthenticated',
  'audit',
];

export function isPolicy(policy: string | undefined): policy is string {
  return [...STRICT_POLICIES, ...OTHER_POLICIES].some(one => one === policy);
}

function isStrict(policy: string): boolean {
  return STRICT_POLICIES.includes(policy);
}

interface Port {
  readonly name?: string;
  readonly number: number;
}

/** TCP ports of the application's own containers. */
function declaredPorts({ spec }: Pod): Port[] {
  return [...spec.containers, ...spec.initContainers]
    .filter(({ name }) => name !== PROXY_CONTAINER)
    .flatMap(container => container.ports)
    .filter(({ protocol }) => protocol !== 'UDP' && protocol !== 'SCTP')
    .map(({ name, containerPort }) => ({ name, number: containerPort }));
}

/** `80,8000-8080`: is the port in the list? */
function isListed(list: string | undefined, port: number): boolean {
  return (list ?? '').split(',').some(range => {
    const [from = '', to = from] = range.trim().split('-');
    return from !== '' && port >= Number(from) && port <= Number(to);
  });
}

/** A client without an identity meets the policy. */
function admitsAnyone(refs: readonly { readonly kind: string }[]): boolean {
  return !refs.some(({ kind }) =>
    ['MeshTLSAuthentication', 'ServiceAccount'].includes(kind),
  );
}

/**
 * The Servers of a namespace to which something admits clients without an identity.
 * What targets a route of a Server counts for all of them: the weakest is told.
 */
function opened(snapshot: ClusterSnapshot, namespace: string) {
  const policies = snapshot
    .kind(authorizationPolicyKind)
    .items.filter(
      ({ metadata, spec }) =>
        metadata.namespace === namespace &&
        admitsAnyone(spec.requiredAuthenticationRefs),
    )
    .map(({ spec }) => spec.targetRef);
  const older = snapshot
    .kind(serverAuthorizationKind)
    .items.filter(
      ({ metadata, spec }) =>
        metadata.namespace === namespace && spec.client.unauthenticated,
    )
    .map(({ spec }) => spec.server);
  return ({ metadata }: Server): boolean =>
    policies.some(
      ({ kind, name }) => kind !== 'Server' || name === metadata.name,
    ) ||
    older.some(
      ({ name, selector }) =>
        name === metadata.name ||
        (selector !== undefined && matchesSelector(selector, metadata.labels)),
    );
}

/** What a namespace says of the ports of its pods. */
export interface NamespacePolicies {
  readonly servers: readonly Server[];
  /** Something lets clients without an identity in. */
  readonly isOpened: (server: Server) => boolean;
}

/** The policies of a snapshot, by namespace; each namespace is looked at once. */
export function policiesByNamespace(
  snapshot: ClusterSnapshot,
): (namespace: string) => NamespacePolicies {
  const known = new Map<string, NamespacePolicies>();
  return namespace => {
    const policies = known.get(namespace) ?? {
      servers: snapshot
        .kind(serverKind)
        .items.filter(({ metadata }) => metadata.namespace === namespace),
      isOpened: opened(snapshot, namespace),
    };
    known.set(namespace, policies);
    return policies;
  };
}

export interface PodPolicy {
  readonly isStrict: boolean;
  /** Some port does not reach the proxy, so that it takes plain text and nothing else. */
  readonly isSkipped: boolean;
  /** Those that decide, each once for every port. */
  readonly servers: readonly Server[];
  /** Some port is not a Server's, so that the default decides. */
  readonly byDefault: boolean;
}

interface PortContext {
  readonly pod: Pod;
  /** Servers that select the pod. */
  readonly servers: readonly Server[];
  readonly isOpened: NamespacePolicies['isOpened'];
  readonly byDefault: PodPolicy;
}

function portPolicy(
  port: Port,
  { pod, servers, isOpened, byDefault }: PortContext,
): PodPolicy {
  const { annotations } = pod.metadata;
  if (isListed(annotations[CONFIG_SKIP_INBOUND], port.number)) {
    const skipped = { isStrict: false, isSkipped: true };
    return { ...skipped, servers: [], byDefault: false };
  }
  const deciding = servers.filter(
    ({ spec }) => spec.port === port.number || spec.port === port.name,
  );
  const policy =
    deciding.length === 0
      ? byDefault
      : {
          isStrict: deciding.every(
            server =>
              isStrict(server.spec.accessPolicy ?? 'deny') && !isOpened(server),
          ),
          isSkipped: false,
          servers: deciding,
          byDefault: false,
        };
  const needsIdentity = isListed(
    annotations[CONFIG_REQUIRE_IDENTITY],
    port.number,
  );
  return needsIdentity ? { ...policy, isStrict: true } : policy;
}

/**
 * What the proxy of a pod asks of those who connect: the weakest over the declared
 * ports; of a pod that declares none, the default. A Server takes its port out of the
 * default; a skipped port does not reach the proxy at all.
 */
export function podPolicy(
  pod: Pod,
  { servers, isOpened }: NamespacePolicies,
  defaultPolicy: string,
): PodPolicy {
  const byDefault: PodPolicy = {
    isStrict: isStrict(defaultPolicy),
    isSkipped: false,
    servers: [],
    byDefault: true,
  };
  const own = servers.filter(
    ({ spec }) =>
      spec.podSelector &&
      matchesSelector(spec.podSelector, pod.metadata.labels),
  );
  const context = { pod, servers: own, isOpened, byDefault };
  const ports = declaredPorts(pod).map(port => portPolicy(port, context));
  if (ports.length === 0) return byDefault;
  return {
    isStrict: ports.every(port => port.isStrict),
    isSkipped: ports.some(port => port.isSkipped),
    servers: ports.flatMap(port => port.servers),
    byDefault: ports.some(port => port.byDefault),
  };
}

/** What the pod itself says; the injector copies it from the namespace. */
export function ownDefaultPolicy({ metadata }: Pod): string | undefined {
  const policy = metadata.annotations[CONFIG_INBOUND_POLICY];
  return isPolicy(policy) ? policy : undefined;
}

export function serverRef(cluster: string, { metadata }: Server): ObjectRef {
  return {
    cluster,
    apiVersion: 'policy.linkerd.io/v1beta3',
    kind: 'Server',
    namespace: metadata.namespace,
    name: metadata.name,
  };
}
