import {
  type Health,
  type KnownReason,
  text,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  deploymentKind,
  type DetectedMesh,
  isReadable,
  podKind,
  unreadableReasons,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { leftoversOf } from '../sidecar/leftovers';
import { AVAILABILITY_KINDS } from '../sidecar/webhooks';
import { exist } from './ambient/agents';
import {
  type ControlPlane,
  type ControlPlaneRevision,
  mainRevision,
} from './controlPlane';
import { featuresOf } from './features';
import { type World, worldOf } from './facts';
import { clusterIdOf, networkOf } from './identity';
import { availabilityOf, type Injector } from './injectors';
import { DEFAULT_REVISION } from './names';
import { peerAuthenticationKind } from './kinds';
import { partReasons, partsOf, unreadableParts, withParts } from './parts';
import { proxyOf } from './proxies';
import { versionReasons } from './versions';

type Revision = DetectedMesh['revisions'][number];

function healthOf({ wanted, available }: ControlPlaneRevision): Health {
  if (available === 0) return 'failing';
  return available < wanted ? 'degraded' : 'healthy';
}

function tagsOf(name: string, injectors: readonly Injector[]): string[] {
  const tags = injectors
    .filter(({ revision }) => revision === name)
    .flatMap(({ tag }) => tag ?? []);
  return [...new Set(tags)].sort();
}

/** A revision whose istiod runs outside of this cluster, or runs no more. */
function revisionElsewhere(
  snapshot: ClusterSnapshot,
  controlPlane: ControlPlane,
  injector: Injector,
): Health {
  const availability = availabilityOf(snapshot, controlPlane, injector);
  return availability === 'unavailable' ? 'failing' : 'unknown';
}

function revisionsOf(
  snapshot: ClusterSnapshot,
  controlPlane: ControlPlane,
  injectors: readonly Injector[],
): Revision[] {
  const isKnown = isReadable(snapshot.kind(deploymentKind));
  const here = [...controlPlane.revisions.values()].map(revision => ({
    name: revision.name,
    version: revision.version,
    tags: tagsOf(revision.name, injectors),
    health: isKnown ? healthOf(revision) : ('unknown' as const),
  }));
  const elsewhere = new Map(
    injectors
      .filter(({ revision }) => !controlPlane.revisions.has(revision))
      .map(injector => [injector.revision, injector]),
  );
  return [
    ...here,
    ...[...elsewhere].map(([name, injector]) => ({
      name,
      tags: tagsOf(name, injectors),
      health: revisionElsewhere(snapshot, controlPlane, injector),
    })),
  ];
}

/** The mesh as a whole fails only where no revision can serve. */
function overall(revisions: readonly Revision[]): Health {
  const all = new Set(revisions.map(({ health }) => health));
  const [only] = all;
  if (all.size === 1 && only) return only;
  return all.has('failing') || all.has('degraded') ? 'degraded' : 'healthy';
}

function whyDown(istiod: ControlPlaneRevision | undefined) {
  if (!istiod) return 'gone';
  return istiod.wanted === 0 ? 'scaled-to-zero' : 'not-available';
}

function reasonOf(
  { snapshot, controlPlane }: World,
  { name, health }: Revision,
): KnownReason | undefined {
  const istiod = controlPlane.revisions.get(name);
  const params = {
    revision: name,
    cluster: snapshot.cluster.name,
    available: istiod?.available ?? 0,
    wanted: istiod?.wanted ?? 0,
  };
  const evidence = [...(istiod?.deployments ?? [])];
  if (health === 'degraded') {
    return {
      code: 'control-plane-degraded',
      text: text('reason.control-plane-degraded', params),
      evidence,
    };
  }
  if (health !== 'failing') return undefined;
  return {
    code: 'control-plane-down',
    text: text(`reason.control-plane-down.${whyDown(istiod)}`, params),
    evidence,
  };
}

/** `unknown`: what would tell could not be read. */
type Presence = 'installed' | 'not-installed' | 'unknown';

/** What says whether there is an istiod, or an injector that has made proxies. */
export const PRESENCE_KINDS = [
  deploymentKind,
  podKind,
  webhookConfigurationKind,
] as const;

/**
 * An istiod in the cluster, an injector that has made proxies here (its istiod may be
 * outside), or a ztunnel. CRDs, or webhooks that injected nothing, are what an uninstalled mesh
 * leaves behind.
 */
export function presenceOf({
  snapshot,
  controlPlane,
  injectors,
  ambient,
}: World): Presence {
  if (controlPlane.revisions.size > 0) return 'installed';
  const revisions = new Set(injectors.map(({ revision }) => revision));
  const hasInjected = snapshot
    .kind(podKind)
    .items.some(pod => revisions.has(proxyOf(pod)?.revision ?? ''));
  if (hasInjected || exist(ambient.ztunnel)) return 'installed';
  const isKnown = unreadableReasons(snapshot, PRESENCE_KINDS).length === 0;
  return isKnown ? 'not-installed' : 'unknown';
}

/** Why the health of a revision is not known, where reading more would tell. */
function unreadableHealth(
  { snapshot }: World,
  revisions: readonly Revision[],
): KnownReason[] {
  return revisions.some(({ health }) => health === 'unknown')
    ? unreadableReasons(snapshot, AVAILABILITY_KINDS)
    : [];
}

function modesOf({ ambient, injectors, controlPlane }: World): string[] {
  const hasSidecars = injectors.length > 0 || controlPlane.revisions.size > 0;
  return [
    ...(ambient.state === 'installed' ? ['ambient'] : []),
    ...(hasSidecars ? ['sidecar'] : []),
  ];
}

/** Istio in this cluster: revisions, tags, versions, health of what it consists of. */
export function detect(snapshot: ClusterSnapshot): DetectedMesh | undefined {
  const world = worldOf(snapshot);
  const { controlPlane, injectors } = world;
  if (presenceOf(world) !== 'installed') return undefined;
  const revisions = revisionsOf(snapshot, controlPlane, injectors);
  const parts = partsOf(world);
  const main = mainRevision(controlPlane);
  const config = controlPlane.meshConfigs.get(main?.name ?? DEFAULT_REVISION);
  const versions = revisions.flatMap(({ version }) => version ?? []);
  const alias = clusterIdOf(world);
  return {
    mesh: 'istio',
    modes: modesOf(world),
    versions: [...new Set(versions)].sort(),
    health: withParts(world, overall(revisions), parts),
    reasons: [
      ...revisions.flatMap(revision => reasonOf(world, revision) ?? []),
      ...partReasons(world, parts),
      ...unreadableParts(world, parts),
      ...versionReasons(world),
      ...unreadableHealth(world, revisions),
    ],
    revisions,
    features: featuresOf(world, parts),
    parts,
    aliases: alias === undefined ? {} : { istio: alias },
    trustDomain: config && (config.trustDomain ?? 'cluster.local'),
    meshId: config?.defaultConfig.meshId,
    network: networkOf(world),
  };
}

/** CRDs that are served, or injectors, where no Istio runs: an uninstall forgets them. */
export function leftovers(snapshot: ClusterSnapshot): readonly KnownReason[] {
  const world = worldOf(snapshot);
  if (presenceOf(world) !== 'not-installed') return [];
  return leftoversOf(snapshot, {
    mesh: 'Istio',
    kinds: [peerAuthenticationKind],
    webhooks: world.injectors.map(({ name }) => name),
  });
}
