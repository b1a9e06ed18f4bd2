import type { Reason } from '@meshport/plugin-mesh-common';
import type {
  DeclaredExport,
  ExportArrival,
  ExportRules,
  LinkFinding,
} from '@meshport/plugin-mesh-node';
import {
  namespaceMissing,
  noReadyEndpoints,
  notArrived,
} from '../../../links/exportReasons';
import type { KnownLink, KnownMirror, LinkerdExportDetails } from './details';
import { LINKERD_FEDERATED } from './facts';
import {
  controllerDown,
  gatewayDown,
  headlessNotFederated,
  type Pair,
  pending,
  refused,
} from './reasons';

const NONE = { ready: 0, total: 0 };

/** What the consuming cluster has of the offering one. */
interface Brought {
  readonly link?: KnownLink;
  /** Services that stand for one of there, by {@link standsFor}. */
  readonly mirrors: ReadonlyMap<string, KnownMirror>;
}

function standsFor(
  isFederated: boolean,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): string {
  return `${isFederated ? 'federated' : 'single'}/${namespace}/${name}`;
}

/** By the alias of where they came from ('' for this cluster itself). */
type ByOrigin = ReadonlyMap<string, ReadonlyMap<string, KnownMirror>>;

const rememberedMirrors = new WeakMap<readonly KnownMirror[], ByOrigin>();

function byOrigin(mirrors: readonly KnownMirror[]): ByOrigin {
  const known = rememberedMirrors.get(mirrors);
  if (known) return known;
  const found = new Map<string, Map<string, KnownMirror>>();
  for (const mirror of mirrors) {
    for (const { alias = '', ...one } of mirror.of) {
      const key = standsFor(mirror.kind === 'federated', one);
      const ofOrigin = found.get(alias) ?? new Map<string, KnownMirror>();
      found.set(alias, ofOrigin);
      if (!ofOrigin.has(key)) ofOrigin.set(key, mirror);
    }
  }
  rememberedMirrors.set(mirrors, found);
  return found;
}

const rememberedPairs = new WeakMap<Pair, Brought>();

/** Asked for each export of a pair: thousands of mirrors are not gone through for each. */
function broughtTo(pair: Pair): Brought {
  const known = rememberedPairs.get(pair);
  if (known) return known;
  const { from, to, means } = pair;
  const { links, mirrors } = to.facts.details;
  const isOwn = from.cluster === to.cluster;
  const meant = [...byOrigin(mirrors)].filter(([alias]) =>
    alias === '' ? isOwn : means(alias),
  );
  const [[, only] = [], ...others] = meant;
  const link = links.find(({ alias }) => means(alias));
  const brought = {
    ...(link ? { link } : {}),
    mirrors:
      only && others.length === 0
        ? only
        : new Map(meant.reverse().flatMap(([, ofOrigin]) => [...ofOrigin])),
  };
  rememberedPairs.set(pair, brought);
  return brought;
}

function isDown({ controller }: KnownLink): boolean {
  return (controller?.ready ?? 0) === 0;
}

/** The Link's verdict on the service, where it is not that it arrived. */
function outcomeOf(
  link: KnownLink,
  { mechanism, namespace, name }: DeclaredExport,
) {
  return link.failures.find(
    one =>
      one.namespace === namespace &&
      one.name === name &&
      one.federated === (mechanism === LINKERD_FEDERATED),
  );
}

function whyNot(
  pair: Pair,
  declared: DeclaredExport,
  link: KnownLink,
): Reason[] {
  const { from, to } = pair;
  const { namespace, headless, mechanism } = declared;
  if (headless && mechanism === LINKERD_FEDERATED) {
    return [headlessNotFederated(pair, declared)];
  }
  const ofController = isDown(link) ? [controllerDown(pair, link)] : [];
  if (!to.hasNamespace(namespace)) {
    const missing = namespaceMissing(to, { namespace, from: from.cluster });
    return [missing, ...ofController];
  }
  if (ofController.length > 0) return ofController;
  const outcome = outcomeOf(link, declared);
  // The namespace has come since; the controller looks again when it hears of it.
  const isOld = outcome?.reason === 'MissingNamespace';
  return outcome && !isOld
    ? [refused(pair, declared, { link, outcome })]
    : [pending(pair, declared, link)];
}

/** What is wrong with a service that arrived. */
function faultsOf(
  pair: Pair,
  declared: DeclaredExport,
  { mirror, link }: { mirror: KnownMirror; link?: KnownLink },
): Reason[] {
  const { from, to } = pair;
  const outcome = link && outcomeOf(link, declared);
  const known = to.endpointsOf(mirror.namespace, mirror.name) ?? NONE;
  const isEmpty = declared.endpoints?.ready === 0;
  const isDead = mirror.kind === 'gateway' && known.ready === 0;
  return [
    ...(isEmpty ? [noReadyEndpoints(from, declared)] : []),
    ...(isDead && !isEmpty ? [gatewayDown(pair)] : []),
    ...(link && isDown(link) ? [controllerDown(pair, link)] : []),
    ...(link && outcome?.reason === 'InvalidService'
      ? [refused(pair, declared, { link, outcome })]
      : []),
  ];
}

function arrived(
  pair: Pair,
  declared: DeclaredExport,
  found: { mirror: KnownMirror; link?: KnownLink },
): ExportArrival {
  const { to } = pair;
  const { mirror } = found;
  const { namespace, name, kind, ports } = mirror;
  return {
    arrived: true,
    as: {
      cluster: to.cluster,
      ...{ apiVersion: 'v1', kind: 'Service', namespace, name },
    },
    host: `${name}.${namespace}.svc.${to.facts.details.clusterDomain}`,
    ports: [...ports],
    endpoints: to.endpointsOf(namespace, name) ?? NONE,
    reachedBy: kind === 'gateway' ? 'endpoints' : 'discovery',
    reasons: faultsOf(pair, declared, found),
  };
}

function sharedTrust({ from, to }: Pair): boolean | 'unknown' {
  const ours = from.facts?.details.trust;
  const theirs = to.facts.details.trust;
  if (!ours || !theirs) return 'unknown';
  return ours.domain === theirs.domain && ours.anchors === theirs.anchors;
}

/** Where a Link has a gateway, and all that came through it is dead, so is the gateway. */
function isGatewayDead(pair: Pair, link: KnownLink): boolean {
  if (!link.hasGateway) return false;
  const { from, to } = pair;
  const mirrors = [...broughtTo(pair).mirrors.values()];
  const gateways = mirrors.filter(({ kind }) => kind === 'gateway');
  const counts = gateways.map(
    ({ namespace, name }) => to.endpointsOf(namespace, name) ?? NONE,
  );
  const isDead = counts.some(({ ready, total }) => total > 0 && ready === 0);
  return isDead || from.facts?.details.gateway?.ready === 0;
}

function linkFinding(pair: Pair, link: KnownLink): LinkFinding {
  const isDead = isGatewayDead(pair, link);
  const isStopped = isDown(link);
  const degraded = isStopped ? 'degraded' : 'connected';
  return {
    mechanism: 'linkerd-link',
    state: isDead ? 'down' : degraded,
    sharedTrust: sharedTrust(pair),
    declaredBy: link.ref,
    reasons: [
      ...(isDead ? [gatewayDown(pair)] : []),
      ...(isStopped ? [controllerDown(pair, link)] : []),
    ],
  };
}

/**
 * Services that Linkerd's Links bring from one cluster into another: through the gateway,
 * pod to pod, or joined to one of all clusters (Linkerd 2.14 to 2.20). A Link stands in the
 * consuming cluster.
 */
export const linkerdExportRules: ExportRules<LinkerdExportDetails> = {
  linkOf(pair) {
    const { link } = broughtTo(pair);
    return link && linkFinding(pair, link);
  },
  arrivalOf(declared, pair) {
    const { link, mirrors } = broughtTo(pair);
    const isFederated = declared.mechanism === LINKERD_FEDERATED;
    const mirror = mirrors.get(standsFor(isFederated, declared));
    if (mirror) return arrived(pair, declared, { mirror, link });
    return link && notArrived(whyNot(pair, declared, link));
  },
};
