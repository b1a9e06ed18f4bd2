import { type Reason, text } from '@meshport/plugin-mesh-common';
import type {
  DeclaredExport,
  ExportArrival,
  ExportRules,
  LinkFinding,
} from '@meshport/plugin-mesh-node';
import { noReadyEndpoints, notArrived } from '../../../links/exportReasons';
import { commandLine } from '../../../model/kubectl';
import type { CiliumExportDetails } from './details';
import {
  namespaceNotGlobal,
  namespaceNotThere,
  notGlobal,
  notShared,
  notSynced,
  notThere,
  serverDown,
} from './reasons';
import { type Consuming, type Offering, type Pair, serviceRef } from './side';

/** Nothing of Kubernetes tells another one: it is the default of every installer. */
const CLUSTER_DOMAIN = 'cluster.local';

/** Meshes whose proxies go by EndpointSlices; Cilium itself does not. */
function hasProxies({ meshes }: Consuming): boolean {
  return meshes.some(mesh => mesh !== 'cilium');
}

/**
 * Whether the two are, or are meant to be, in one mesh of clusters: who its members are
 * stands in Secrets. Clusters of one set are taken to be joined where both are members of
 * some; of others only what has been seen is said.
 */
function areJoined({ from, to, sameSet, means }: Pair): boolean {
  const bothAre =
    from.facts?.details.member !== undefined &&
    to.facts.details.member !== undefined;
  const hasSeen = to.facts.details.seen.some(means);
  return from.cluster !== to.cluster && bothAre && (sameSet || hasSeen);
}

function takesPart({ facts }: Offering, namespace: string): boolean {
  const details = facts?.details;
  return details?.namespaces[namespace] ?? details?.globalByDefault ?? true;
}

function isDown({ facts }: Offering): boolean {
  return (facts?.details.server?.ready ?? 0) === 0;
}

/** Why the endpoints do not leave the cluster. */
function withheldBy(from: Offering, declared: DeclaredExport): Reason[] {
  const { namespace, name } = declared;
  const said = from.facts?.details.services[`${namespace}/${name}`];
  return [
    ...(takesPart(from, namespace) ? [] : [namespaceNotGlobal(from, declared)]),
    ...(said?.shared === false ? [notShared(from, declared)] : []),
  ];
}

/** Why they do not arrive in the other cluster; what comes first has to be mended first. */
function refusedBy({ from, to }: Pair, declared: DeclaredExport): Reason[] {
  const { namespace, name } = declared;
  if (!to.hasNamespace(namespace)) {
    return [namespaceNotThere(to, declared, from.cluster)];
  }
  const ofNamespace = takesPart(to, namespace)
    ? []
    : [namespaceNotGlobal(to, declared)];
  if (!to.endpointsOf(namespace, name)) {
    return [...ofNamespace, notThere(to, declared)];
  }
  const isGlobal = to.facts.details.services[`${namespace}/${name}`]?.global;
  return [...ofNamespace, ...(isGlobal ? [] : [notGlobal(to, declared)])];
}

/** Headless Services are synchronised without being asked to. */
function isSynced({ facts }: Consuming, declared: DeclaredExport): boolean {
  const { namespace, name, headless } = declared;
  const { endpointSync, services } = facts.details;
  return endpointSync && (services[`${namespace}/${name}`]?.sync ?? headless);
}

function arrived({ from, to }: Pair, declared: DeclaredExport): ExportArrival {
  const { namespace, name, ports, endpoints } = declared;
  const known = to.endpointsOf(namespace, name) ?? { ready: 0, total: 0 };
  const synced = isSynced(to, declared);
  const isInvisible = !synced && known.ready === 0 && hasProxies(to);
  return {
    arrived: true,
    as: serviceRef(to, declared),
    host: `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`,
    ports: [...ports],
    endpoints: known,
    reachedBy: synced ? 'endpoints' : 'datapath',
    reasons: [
      ...(endpoints?.ready === 0 ? [noReadyEndpoints(from, declared)] : []),
      ...(isDown(from) ? [serverDown(from)] : []),
      ...(isInvisible ? [notSynced(to, declared)] : []),
    ],
  };
}

function linkOf(pair: Pair): LinkFinding | undefined {
  if (!areJoined(pair)) return undefined;
  const { from, to, means } = pair;
  const shared = { mechanism: 'cluster-mesh', sharedTrust: 'unknown' } as const;
  if (isDown(from)) {
    return { ...shared, state: 'down', reasons: [serverDown(from)] };
  }
  if (to.facts.details.seen.some(means)) {
    return { ...shared, state: 'connected', reasons: [] };
  }
  const unobserved = {
    code: 'link-unobserved',
    text: text('reason.link-unobserved', {
      cluster: to.cluster,
      other: from.cluster,
    }),
    fix: {
      text: text('fix.ask-cilium'),
      command: commandLine(
        ...['cilium', 'clustermesh', 'status'],
        ...['--context', to.kubectlContext],
      ),
    },
    evidence: [],
  };
  return { ...shared, state: 'unknown', reasons: [unobserved] };
}

/** Services that Cilium's mesh of clusters joins by their names (Cilium 1.17 to 1.20). */
export const globalServiceRules: ExportRules<CiliumExportDetails> = {
  linkOf,
  arrivalOf(declared, pair) {
    if (!areJoined(pair)) return undefined;
    const reasons = [
      ...withheldBy(pair.from, declared),
      ...refusedBy(pair, declared),
    ];
    return reasons.length > 0 ? notArrived(reasons) : arrived(pair, declared);
  },
};
