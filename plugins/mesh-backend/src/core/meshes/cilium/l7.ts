import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  grpcRouteKind,
  httpRouteKind,
  matchesSelector,
  type PodTemplate,
  type Route,
  serviceKind,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { selects } from '../../model/selectors';
import { endpointLabels, endpointSelector } from './endpoints';
import {
  clusterwideEnvoyConfigKind,
  clusterwideNetworkPolicyKind,
  envoyConfigKind,
  networkPolicyKind,
} from './kinds';
import { GATEWAY_CONTROLLER } from './names';
import type { EnvoyConfig, NetworkPolicy } from './schema';
import { switchOf, type World } from './world';

/** What a rule looks at in a pod, or in the template of one. */
type PodLike = Pick<PodTemplate, 'spec'> & {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
};

/** An object that has Envoy handle traffic to some pods, in words of L7. */
export interface L7Rule {
  readonly ref: ObjectRef;
  readonly plural: string;
  readonly selects: (pod: PodLike, namespace: string) => boolean;
}

function refOf(
  { cluster }: ClusterSnapshot,
  kind: WatchedKind,
  { metadata }: { metadata: NetworkPolicy['metadata'] },
): ObjectRef {
  return {
    cluster: cluster.name,
    apiVersion: `${kind.group}/${kind.versions[0]}`,
    kind: kind.kind,
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    name: metadata.name,
  };
}

/** Rules for what comes in; those for DNS are about what goes out. */
function hasL7({ ingress }: NetworkPolicy['spec']): boolean {
  return ingress.some(({ toPorts }) =>
    toPorts.some(({ rules }) => rules.http || rules.kafka || rules.l7),
  );
}

/** A policy that Cilium refused does nothing. */
function isRefused({ status }: NetworkPolicy): boolean {
  return status.conditions.some(
    ({ type, status: is }) => type === 'Valid' && is === 'False',
  );
}

/** Labels of pods as Cilium sees them; each pod is asked about by every policy. */
function identities({ snapshot, agents }: World) {
  const cluster = agents.config?.['cluster-name'];
  const known = new Map<PodLike, ReturnType<typeof endpointLabels>>();
  return (pod: PodLike, namespace: string) => {
    const labels =
      known.get(pod) ?? endpointLabels(snapshot, pod, { namespace, cluster });
    known.set(pod, labels);
    return labels;
  };
}

function policyRules(
  { snapshot }: World,
  kind: WatchedKind<NetworkPolicy>,
  identityOf: ReturnType<typeof identities>,
): L7Rule[] {
  const policies = snapshot.kind(kind).items.filter(item => !isRefused(item));
  return policies.flatMap(policy => {
    const selectors = [policy.spec, ...policy.specs]
      .filter(hasL7)
      .flatMap(rule => rule.endpointSelector ?? [])
      .map(endpointSelector);
    if (selectors.length === 0) return [];
    const home = policy.metadata.namespace;
    return [
      {
        ref: refOf(snapshot, kind, policy),
        plural: kind.plural,
        selects: (pod, namespace) => {
          if (home !== undefined && home !== namespace) return false;
          const labels = identityOf(pod, namespace);
          return selectors.some(one => matchesSelector(one, labels));
        },
      },
    ];
  });
}

/** Traffic to a Service goes to what its selector selects; without one to nothing here. */
function behindService(
  { snapshot }: World,
  { namespace, name }: { namespace: string; name: string },
): L7Rule['selects'] {
  const service = snapshot
    .kind(serviceKind)
    .items.find(
      ({ metadata }) =>
        metadata.name === name && metadata.namespace === namespace,
    );
  const selector = service?.spec.selector ?? {};
  if (Object.keys(selector).length === 0) return () => false;
  return (pod, at) =>
    at === namespace && selects(selector, pod.metadata.labels);
}

function anyOf(all: readonly L7Rule['selects'][]): L7Rule['selects'] {
  return (pod, namespace) => all.some(one => one(pod, namespace));
}

/** A clusterwide configuration that names no namespace means `default`. */
function envoyRules(world: World, kind: WatchedKind<EnvoyConfig>): L7Rule[] {
  return world.snapshot.kind(kind).items.flatMap(config => {
    const { metadata, spec } = config;
    if (spec.services.length === 0) return [];
    const services = spec.services.map(({ name, namespace }) => ({
      name,
      namespace: namespace ?? metadata.namespace ?? 'default',
    }));
    return [
      {
        ref: refOf(world.snapshot, kind, config),
        plural: kind.plural,
        selects: anyOf(services.map(one => behindService(world, one))),
      },
    ];
  });
}

const CORE_GROUPS = ['', 'core'];

/** Cilium takes routes for Services of their own namespace, and says so in their status. */
function parentServices({ metadata, status }: Route): string[] {
  return status.parents
    .filter(
      ({ controllerName, conditions }) =>
        controllerName === GATEWAY_CONTROLLER &&
        !conditions.some(
          ({ type, status: is }) => type === 'Accepted' && is === 'False',
        ),
    )
    .filter(
      ({ parentRef: { group = '', kind, namespace } }) =>
        kind === 'Service' &&
        CORE_GROUPS.includes(group) &&
        (namespace ?? metadata.namespace) === metadata.namespace,
    )
    .map(({ parentRef }) => parentRef.name);
}

function routeRules(world: World, kind: WatchedKind<Route>): L7Rule[] {
  if (switchOf(world, 'enable-gateway-api') !== 'on') return [];
  return world.snapshot.kind(kind).items.flatMap(route => {
    const namespace = route.metadata.namespace ?? '';
    const services = parentServices(route);
    if (services.length === 0) return [];
    return [
      {
        ref: refOf(world.snapshot, kind, route),
        plural: kind.plural,
        selects: anyOf(
          services.map(name => behindService(world, { namespace, name })),
        ),
      },
    ];
  });
}

/** Each of these lets the agents take Envoy's configuration from objects. */
const ENVOY_SWITCHES = [
  'enable-envoy-config',
  'enable-gateway-api',
  'enable-ingress-controller',
];

/** Everything in the cluster that asks Cilium for L7. */
export function l7RulesOf(world: World): L7Rule[] {
  const takesEnvoyConfigs = ENVOY_SWITCHES.some(
    flag => switchOf(world, flag) === 'on',
  );
  const identityOf = identities(world);
  return [
    ...policyRules(world, networkPolicyKind, identityOf),
    ...policyRules(world, clusterwideNetworkPolicyKind, identityOf),
    ...(takesEnvoyConfigs
      ? [
          ...envoyRules(world, envoyConfigKind),
          ...envoyRules(world, clusterwideEnvoyConfigKind),
        ]
      : []),
    ...routeRules(world, httpRouteKind),
    ...routeRules(world, grpcRouteKind),
  ];
}

/** What has to be known before it can be said that nothing asks for L7. */
export function l7Kinds(world: World): readonly WatchedKind[] {
  const mayBeOn = (flag: string) => switchOf(world, flag) !== 'off';
  const byService = [
    ...(mayBeOn('enable-gateway-api') ? [httpRouteKind, grpcRouteKind] : []),
    ...(ENVOY_SWITCHES.some(mayBeOn)
      ? [envoyConfigKind, clusterwideEnvoyConfigKind]
      : []),
  ];
  const isAsked = byService.some(
    kind => world.snapshot.kind<unknown>(kind).items.length > 0,
  );
  return [
    networkPolicyKind,
    clusterwideNetworkPolicyKind,
    ...byService,
    ...(isAsked ? [serviceKind] : []),
  ];
}
