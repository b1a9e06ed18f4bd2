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

function linksBetween({ to, means }: Pair): readonly KnownLink[] {
  return to.facts.details.links.filter(({ alias }) => means(alias));
}

/** The Service of the consuming cluster that stands for the export; its own for its own. */
function mirrorOf(
  { from, to, means }: Pair,
  { mechanism, namespace, name }: DeclaredExport,
): KnownMirror | undefined {
  const isOwn = from.cluster === to.cluster;
  const wanted = mechanism === LINKERD_FEDERATED;
  return to.facts.details.mirrors.find(
    ({ kind, of }) =>
      (kind === 'federated') === wanted &&
      of.some(
        ({ alias, ...one }) =>
          one.namespace === namespace &&
          one.name === name &&
          (alias === undefined ? isOwn : means(alias)),
      ),
  );
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
function isGatewayDead({ from, to, means }: Pair, link: KnownLink): boolean {
  if (!link.hasGateway) return false;
  const mirrors = to.facts.details.mirrors.filter(
    ({ kind, of }) =>
      kind === 'gateway' && of.some(({ alias }) => alias && means(alias)),
  );
  const counts = mirrors.map(
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
    const [link] = linksBetween(pair);
    return link && linkFinding(pair, link);
  },
  arrivalOf(declared, pair) {
    const [link] = linksBetween(pair);
    const mirror = mirrorOf(pair, declared);
    if (mirror) return arrived(pair, declared, { mirror, link });
    return link && notArrived(whyNot(pair, declared, link));
  },
};
