import {
  type Health,
  type KnownReason,
  text,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type DetectedMesh,
  isReadable,
  podKind,
  replicaSetKind,
  statefulSetKind,
  unreadableReasons,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import {
  type Component,
  componentReason,
  healthOf,
  overallHealth,
  partReason,
  worstHealth,
} from '../sidecar/components';
import { leftoversOf } from '../sidecar/leftovers';
import { type Presence, presenceIn } from '../sidecar/presence';
import { type ControlPlane, controlPlaneOf } from './controlPlane';
import { featuresOf } from './features';
import { configEntryKinds, injectorKind } from './kinds';
import { partsOf } from './parts';
import { isVersion, plainVersion, proxyOf } from './proxies';
import { refusedEntries } from './refusedEntries';

/** What says whether there are servers, or an injector. */
const PRESENCE_KINDS = [
  injectorKind,
  statefulSetKind,
  podKind,
  webhookConfigurationKind,
] as const;

export function presenceOf(
  snapshot: ClusterSnapshot,
  { deployment, servers, injector }: ControlPlane,
): Presence {
  return presenceIn(snapshot, {
    hasControlPlane: deployment !== undefined || servers.length > 0,
    hasInjector: injector !== undefined,
    hasProxy: pod => proxyOf(pod) !== undefined,
    kinds: PRESENCE_KINDS,
  });
}

/** Servers agree by majority: with half of them or fewer there is none. */
function hasQuorum({ wanted, available }: Component): boolean {
  return available * 2 > wanted;
}

function serverHealth(server: Component): Health {
  return hasQuorum(server) ? healthOf(server) : 'failing';
}

function serverReason(
  snapshot: ClusterSnapshot,
  server: Component,
): KnownReason | undefined {
  if (server.available === 0 || hasQuorum(server)) {
    return componentReason(snapshot, 'Consul', server);
  }
  const { ref, available, wanted } = server;
  return {
    code: 'control-plane-down',
    text: text('reason.control-plane-down.consul-quorum', {
      cluster: ref.cluster,
      available,
      wanted,
    }),
    evidence: [ref],
  };
}

/** The webhook leads out of the cluster. */
function isElsewhere({ deployment, injector }: ControlPlane): boolean {
  return !deployment && injector?.availability === 'available';
}

function missingInjector(
  snapshot: ClusterSnapshot,
  controlPlane: ControlPlane,
): KnownReason[] {
  if (controlPlane.deployment || isElsewhere(controlPlane)) return [];
  return [
    {
      code: 'control-plane-down',
      text: text('reason.control-plane-down.component-missing', {
        mesh: 'Consul',
        name: 'connect-injector',
        cluster: snapshot.cluster.name,
      }),
      evidence: [],
    },
  ];
}

/** Proxies are then not compared with the injector. */
function unknownVersion({ deployment }: ControlPlane): KnownReason[] {
  const version = plainVersion(deployment?.version);
  if (!deployment || version === undefined || isVersion(version)) return [];
  return [
    {
      code: 'version-unknown',
      text: text('reason.version-unknown.consul-k8s', {
        name: deployment.ref.name,
        cluster: deployment.ref.cluster,
        version,
      }),
      evidence: [deployment.ref],
    },
  ];
}

const HEALTH_KINDS = [injectorKind, statefulSetKind] as const;

function healthOfControlPlane(
  snapshot: ClusterSnapshot,
  controlPlane: ControlPlane,
): Health {
  const { deployment, servers } = controlPlane;
  const isKnown = HEALTH_KINDS.every(kind =>
    isReadable(snapshot.kind<unknown>(kind)),
  );
  if (!isKnown) return 'unknown';
  const none = isElsewhere(controlPlane) ? 'unknown' : 'failing';
  return worstHealth([
    deployment ? healthOf(deployment) : none,
    ...servers.map(serverHealth),
  ]);
}

/** Of consul-k8s, and of the servers where they are in the cluster. */
function versionsOf({ deployment, servers }: ControlPlane): string[] {
  const versions = [deployment, ...servers].flatMap(
    component => plainVersion(component?.version) ?? [],
  );
  return [...new Set(versions)].sort();
}

/** Consul in this cluster: versions, health, gateways, what it refuses. */
export function detect(snapshot: ClusterSnapshot): DetectedMesh | undefined {
  const controlPlane = controlPlaneOf(snapshot);
  if (presenceOf(snapshot, controlPlane).state !== 'installed')
    return undefined;
  const { deployment, servers, datacenter } = controlPlane;
  const health = healthOfControlPlane(snapshot, controlPlane);
  const dataPlane = partsOf(snapshot);
  const { parts } = dataPlane;
  const ofParts = parts.flatMap(
    part => partReason(snapshot, 'Consul', part) ?? [],
  );
  return {
    mesh: 'consul',
    modes: ['sidecar'],
    versions: versionsOf(controlPlane),
    health: overallHealth(health, dataPlane),
    reasons: [
      ...(health === 'unknown' ? [] : missingInjector(snapshot, controlPlane)),
      ...(deployment
        ? [componentReason(snapshot, 'Consul', deployment) ?? []].flat()
        : []),
      ...servers.flatMap(server => serverReason(snapshot, server) ?? []),
      ...ofParts,
      ...unknownVersion(controlPlane),
      ...refusedEntries(snapshot),
      ...unreadableReasons(snapshot, [...HEALTH_KINDS, ...configEntryKinds]),
      ...(dataPlane.isKnown
        ? []
        : unreadableReasons(snapshot, [podKind, replicaSetKind])),
    ],
    revisions: [],
    features: featuresOf(snapshot, controlPlane),
    parts,
    aliases: datacenter ? { consul: datacenter } : {},
  };
}

/** CRDs or webhooks where no Consul runs: an uninstall forgets them. */
export function leftovers(snapshot: ClusterSnapshot): KnownReason[] {
  const controlPlane = controlPlaneOf(snapshot);
  if (presenceOf(snapshot, controlPlane).state !== 'not-installed') return [];
  return leftoversOf(snapshot, {
    mesh: 'Consul',
    kinds: configEntryKinds,
    webhooks: controlPlane.injector?.configurations ?? [],
  });
}
