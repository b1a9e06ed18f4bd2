import {
  type Fix,
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import {
  deploymentKind,
  gatewayKind,
  namespaceKind,
} from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { kubectl } from '../../../model/kubectl';
import { namespaceLabels } from '../../sidecar/webhooks';
import type { World } from '../facts';
import { revisionNames } from '../injectors';
import {
  DEFAULT_REVISION,
  LABEL_GATEWAY_NAME,
  LABEL_REVISION,
  LABEL_USE_WAYPOINT,
  LABEL_USE_WAYPOINT_NAMESPACE,
  LABEL_WAYPOINT_FOR,
} from '../names';
import {
  admits,
  type AskedWaypoint,
  type Attachment,
  meshListener,
  type Traffic,
  type Waypoint,
  waypointRef,
} from './waypoints';

type Failed = Exclude<Attachment, { kind: 'none' | 'attached' }>;

/** Who asks for the waypoint: a Service, or a workload by its pods' labels. */
export interface Asker {
  readonly world: World;
  readonly ref: ObjectRef;
  readonly traffic: Traffic;
}

/** `gateway` alone could be Istio's own kind. */
const GATEWAYS = 'gateways.gateway.networking.k8s.io';

function pathOf({ namespace, name }: AskedWaypoint): string {
  return `${namespace}/${name}`;
}

function paramsOf({ ref }: Asker, asked: AskedWaypoint) {
  const { kind, name, namespace = '' } = ref;
  return { kind, name, namespace, waypoint: pathOf(asked) };
}

/** Many ask for one waypoint, and writing YAML takes longer than all else of a workload. */
const manifests = new WeakMap<World, Map<string, string>>();

function waypointManifest(asker: Asker, asked: AskedWaypoint): string {
  const { world, traffic } = asker;
  const known = manifests.get(world) ?? new Map<string, string>();
  manifests.set(world, known);
  const key = `${traffic} ${pathOf(asked)}`;
  const manifest = known.get(key) ?? writeManifest(asker, asked);
  known.set(key, manifest);
  return manifest;
}

/** The Gateway that `istioctl waypoint apply` makes. */
function writeManifest(
  { world, traffic }: Asker,
  { namespace, name }: AskedWaypoint,
): string {
  const names = revisionNames(world.injectors);
  const revision = names.includes(DEFAULT_REVISION) ? undefined : names[0];
  const labels = {
    ...(revision ? { [LABEL_REVISION]: revision } : {}),
    ...(traffic === 'workload' ? { [LABEL_WAYPOINT_FOR]: 'all' } : {}),
  };
  return stringify({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name,
      namespace,
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
    },
    spec: {
      gatewayClassName: 'istio-waypoint',
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    },
  });
}

function createWaypoint(asker: Asker, asked: AskedWaypoint): Fix {
  const manifest = waypointManifest(asker, asked);
  const { kubectlContext } = asker.world.snapshot.cluster;
  const apply = kubectl(kubectlContext, 'apply', '-f', '-');
  return {
    text: text('fix.create-waypoint', paramsOf(asker, asked)),
    effect: text('effect.waypoint-starts'),
    manifest,
    command: `${apply} <<'EOF'\n${manifest}EOF`,
  };
}

/** Removes the label, for names that no waypoint can be made under. */
function stopAsking(asker: Asker, asked: AskedWaypoint): Fix {
  const { world, ref, traffic } = asker;
  const params = paramsOf(asker, asked);
  const context = world.snapshot.cluster.kubectlContext;
  const removed = [
    `${LABEL_USE_WAYPOINT}-`,
    `${LABEL_USE_WAYPOINT_NAMESPACE}-`,
  ];
  const effect = text('effect.at-once');
  if (asked.by === 'namespace') {
    return {
      text: text('fix.namespace-no-waypoint', params),
      effect,
      command: kubectl(
        context,
        'label',
        'namespace',
        params.namespace,
        ...removed,
      ),
    };
  }
  const fix = { text: text('fix.object-no-waypoint', params), effect };
  if (traffic === 'workload') return fix;
  const service = ['service', ref.name, ...removed];
  return {
    ...fix,
    command: kubectl(context, '-n', params.namespace, 'label', ...service),
  };
}

function missing(asker: Asker, asked: AskedWaypoint): KnownReason {
  const { world, ref } = asker;
  const { snapshot } = world;
  const isOther = world.waypoints.has(pathOf(asked));
  const canBeMade =
    !isOther &&
    snapshot.kind(gatewayKind).status !== 'absent' &&
    snapshot.namespace(asked.namespace) !== undefined;
  const variant = isOther ? 'other-gateway' : asked.by;
  return {
    code: 'waypoint-missing',
    text: text(`reason.waypoint-missing.${variant}`, paramsOf(asker, asked)),
    fix: canBeMade ? createWaypoint(asker, asked) : stopAsking(asker, asked),
    evidence: [
      ref,
      ...(isOther ? [waypointRef(snapshot.cluster.name, asked)] : []),
    ],
  };
}

function deploymentOf({ world }: Asker, { namespace, name }: AskedWaypoint) {
  return world.snapshot
    .kind(deploymentKind)
    .items.find(
      ({ metadata }) =>
        metadata.namespace === namespace &&
        metadata.labels[LABEL_GATEWAY_NAME] === name,
    );
}

function startWaypoint(asker: Asker, asked: AskedWaypoint): Fix {
  const params = paramsOf(asker, asked);
  const deployment = deploymentOf(asker, asked);
  if (!deployment) return { text: text('fix.wait-for-waypoint', params) };
  const isOff = deployment.spec.replicas === 0;
  const target = `deployment/${deployment.metadata.name}`;
  const words = isOff
    ? ['scale', target, '--replicas=1']
    : ['rollout', 'restart', target];
  const { kubectlContext } = asker.world.snapshot.cluster;
  return {
    text: text(isOff ? 'fix.scale-waypoint' : 'fix.restart-waypoint', params),
    command: kubectl(kubectlContext, '-n', asked.namespace, ...words),
  };
}

/** Namespaces that the waypoint takes now, and one more. */
function admitted(
  { world }: Asker,
  { gateway }: Waypoint,
  namespace: string,
): string[] {
  const already = world.snapshot
    .kind(namespaceKind)
    .items.filter(item => {
      const { name } = item.metadata;
      return admits(gateway, name, namespaceLabels(name, item));
    })
    .map(({ metadata }) => metadata.name);
  return [...new Set([...already, namespace])].sort();
}

function admitNamespace(
  asker: Asker,
  asked: AskedWaypoint,
  waypoint: Waypoint,
): Fix {
  const params = paramsOf(asker, asked);
  const index = meshListener(waypoint.gateway);
  const fix = {
    text: text('fix.admit-namespace', params),
    effect: text('effect.at-once'),
  };
  if (index < 0) return fix;
  const expression = {
    key: 'kubernetes.io/metadata.name',
    operator: 'In',
    values: admitted(asker, waypoint, params.namespace),
  };
  const selector = { matchExpressions: [expression] };
  const patch = {
    op: 'add',
    path: `/spec/listeners/${index}/allowedRoutes`,
    value: { namespaces: { from: 'Selector', selector } },
  };
  return {
    ...fix,
    command: kubectl(
      asker.world.snapshot.cluster.kubectlContext,
      ...['-n', asked.namespace, 'patch', GATEWAYS, asked.name],
      ...['--type', 'json', '-p', JSON.stringify([patch])],
    ),
  };
}

function widenWaypoint(asker: Asker, asked: AskedWaypoint): Fix {
  return {
    text: text('fix.waypoint-for-all', paramsOf(asker, asked)),
    effect: text('effect.at-once'),
    command: kubectl(
      asker.world.snapshot.cluster.kubectlContext,
      ...['-n', asked.namespace, 'label', GATEWAYS, asked.name],
      ...[`${LABEL_WAYPOINT_FOR}=all`, '--overwrite'],
    ),
  };
}

function fixOf(asker: Asker, failed: Exclude<Failed, { kind: 'missing' }>) {
  const { kind, asked, waypoint } = failed;
  switch (kind) {
    case 'not-ready':
      return startWaypoint(asker, asked);
    case 'not-admitted':
      return admitNamespace(asker, asked, waypoint);
    default:
      return widenWaypoint(asker, asked);
  }
}

/** Why a service or workload has no waypoint although it asks for one. */
export function waypointReason(asker: Asker, failed: Failed): KnownReason {
  if (failed.kind === 'missing') return missing(asker, failed.asked);
  const { kind, asked, waypoint } = failed;
  return {
    code: 'waypoint-not-attached',
    text: text(`reason.waypoint-not-attached.${kind}`, {
      ...paramsOf(asker, asked),
      isFor: waypoint.isFor,
      traffic: asker.traffic,
    }),
    fix: fixOf(asker, failed),
    // istiod writes on the Service why it is not bound.
    evidence: [asker.ref, waypointRef(asker.ref.cluster, asked)],
  };
}
