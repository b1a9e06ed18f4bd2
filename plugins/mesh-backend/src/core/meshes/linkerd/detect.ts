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
  replicaSetKind,
  unreadableReasons,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import {
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
import { linkerdConfigKind, linkKind, serverKind } from './kinds';
import { COMPONENTS } from './names';
import { partsOf } from './parts';
import { trustDomainOf } from './posture';
import { proxyOf } from './proxies';

/** What says whether there is a control plane, or an injector that has made proxies. */
const PRESENCE_KINDS = [
  deploymentKind,
  podKind,
  webhookConfigurationKind,
] as const;

export function presenceOf(
  snapshot: ClusterSnapshot,
  { components, injector }: ControlPlane,
): Presence {
  return presenceIn(snapshot, {
    hasControlPlane: components.size > 0,
    hasInjector: injector !== undefined,
    hasProxy: pod => proxyOf(pod) !== undefined,
    kinds: PRESENCE_KINDS,
  });
}

/** The webhook leads out of the cluster, and so does all that one could look at. */
function isElsewhere({ components, injector }: ControlPlane): boolean {
  return components.size === 0 && injector?.availability === 'available';
}

function missingComponents(
  snapshot: ClusterSnapshot,
  controlPlane: ControlPlane,
): KnownReason[] {
  if (isElsewhere(controlPlane)) return [];
  const { components } = controlPlane;
  return COMPONENTS.filter(name => !components.has(name)).map(name => ({
    code: 'control-plane-down',
    text: text('reason.control-plane-down.component-missing', {
      mesh: 'Linkerd',
      name: `linkerd-${name}`,
      cluster: snapshot.cluster.name,
    }),
    evidence: [],
  }));
}

/** Without any of its three components no pod gets a proxy, or no proxy an identity. */
function controlPlaneHealth(
  snapshot: ClusterSnapshot,
  controlPlane: ControlPlane,
): Health {
  const { components } = controlPlane;
  const isKnown = isReadable(snapshot.kind(deploymentKind));
  if (!isKnown || isElsewhere(controlPlane)) return 'unknown';
  if (components.size < COMPONENTS.length) return 'failing';
  return worstHealth([...components.values()].map(healthOf));
}

function versionsOf({ values, components }: ControlPlane): string[] {
  const ofComponents = [...components.values()].flatMap(
    ({ version }) => version ?? [],
  );
  const versions = values?.linkerdVersion
    ? [values.linkerdVersion]
    : ofComponents;
  return [...new Set(versions)].sort();
}

/** Linkerd in this cluster: version, health, extensions, trust domain. */
export function detect(snapshot: ClusterSnapshot): DetectedMesh | undefined {
  const controlPlane = controlPlaneOf(snapshot);
  if (presenceOf(snapshot, controlPlane).state !== 'installed')
    return undefined;
  const health = controlPlaneHealth(snapshot, controlPlane);
  const dataPlane = partsOf(snapshot);
  const { parts } = dataPlane;
  const ofParts = parts.flatMap(
    part => partReason(snapshot, 'Linkerd', part) ?? [],
  );
  return {
    mesh: 'linkerd',
    modes: ['sidecar'],
    versions: versionsOf(controlPlane),
    health: overallHealth(health, dataPlane),
    reasons: [
      ...(health === 'unknown'
        ? []
        : missingComponents(snapshot, controlPlane)),
      ...[...controlPlane.components.values()].flatMap(
        component => componentReason(snapshot, 'Linkerd', component) ?? [],
      ),
      ...ofParts,
      ...unreadableReasons(snapshot, [deploymentKind, linkerdConfigKind]),
      ...(dataPlane.isKnown
        ? []
        : unreadableReasons(snapshot, [podKind, replicaSetKind])),
    ],
    revisions: [],
    features: featuresOf(snapshot, controlPlane),
    parts,
    aliases: {},
    trustDomain: trustDomainOf(controlPlane),
  };
}

/** CRDs or webhooks where no Linkerd runs: an uninstall forgets them. */
export function leftovers(snapshot: ClusterSnapshot): KnownReason[] {
  const controlPlane = controlPlaneOf(snapshot);
  if (presenceOf(snapshot, controlPlane).state !== 'not-installed') return [];
  return leftoversOf(snapshot, {
    mesh: 'Linkerd',
    kinds: [serverKind, linkKind],
    webhooks: controlPlane.injector?.configurations ?? [],
  });
}
