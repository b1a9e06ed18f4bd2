import {
  type ClusterSnapshot,
  gatewayKind,
  serviceKind,
} from '@meshport/plugin-mesh-node';
import { deletionOf, namespaceRef, patchOf, phaseOf } from './changes';
import type { Render, RenderedChange, RenderedPhase } from './Rendered';
import { restartPhase } from './restarts';
import { waypointRef } from './waypoint';

const USE_WAYPOINT = 'istio.io/use-waypoint';
const USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';

/** Whether anything beside the namespace's own label leads to a waypoint of it. */
function isUsedElsewhere(
  snapshot: ClusterSnapshot,
  namespace: string,
  waypoint: string,
): boolean {
  return snapshot.kind(serviceKind).items.some(({ metadata }) => {
    const { labels } = metadata;
    const where = labels[USE_WAYPOINT_NAMESPACE] ?? metadata.namespace;
    return labels[USE_WAYPOINT] === waypoint && where === namespace;
  });
}

/** The waypoint of the namespace itself, where the namespace alone uses it. */
function ownWaypoint(
  snapshot: ClusterSnapshot,
  namespace: string,
): RenderedChange[] {
  const labels = snapshot.namespace(namespace)?.metadata.labels ?? {};
  const used = labels[USE_WAYPOINT];
  const where = labels[USE_WAYPOINT_NAMESPACE] ?? namespace;
  const gateway = snapshot
    .kind(gatewayKind)
    .items.find(
      ({ metadata, spec }) =>
        metadata.name === used &&
        metadata.namespace === namespace &&
        spec.gatewayClassName === 'istio-waypoint',
    );
  if (!gateway || where !== namespace) return [];
  const { name } = gateway.metadata;
  if (isUsedElsewhere(snapshot, namespace, name)) return [];
  return [deletionOf(waypointRef(snapshot.cluster.name, namespace, name))];
}

/** What uses the waypoint first, the waypoint last. */
const offAmbient: Render<'namespace-offboard'> = (form, snapshots) => {
  const { clusters, namespace } = form;
  const without = (...keys: string[]) =>
    clusters.map(name =>
      patchOf(
        namespaceRef(name, namespace),
        'labels',
        Object.fromEntries(keys.map(key => [key, undefined])),
      ),
    );
  return [
    {
      ...phaseOf('waypoint-off', 'waypoint-off', {
        waitFor: 'waypoint-unused',
      }),
      changes: without(USE_WAYPOINT, USE_WAYPOINT_NAMESPACE),
    },
    {
      ...phaseOf('labels', 'labels-off', { waitFor: 'left' }),
      changes: without('istio.io/dataplane-mode'),
    },
    {
      ...phaseOf('waypoint', 'waypoint-gone'),
      changes: clusters
        .flatMap(name => snapshots.get(name) ?? [])
        .flatMap(snapshot => ownWaypoint(snapshot, namespace)),
    },
  ];
};

/** The declaration first; its pods keep their proxies until they are made anew. */
const offSidecars: Render<'namespace-offboard'> = (form, snapshots) => {
  const { clusters, namespace, mesh } = form;
  const isIstio = mesh === 'istio';
  const map = isIstio ? 'labels' : 'annotations';
  const keys = isIstio
    ? { 'istio-injection': undefined, 'istio.io/rev': undefined }
    : { 'linkerd.io/inject': undefined };
  const declaration: RenderedPhase = {
    ...phaseOf(map, `${map}-off`, { waitFor: 'undeclared' }),
    changes: clusters.map(name =>
      patchOf(namespaceRef(name, namespace), map, keys),
    ),
  };
  return [
    declaration,
    restartPhase(snapshots, { clusters, namespace, mesh }, 'left'),
  ];
};

/** A namespace leaves a mesh: in the order in which nothing is cut off. */
export const renderNamespaceOffboard: Render<'namespace-offboard'> = (
  form,
  snapshots,
) =>
  form.mode === 'ambient'
    ? offAmbient(form, snapshots)
    : offSidecars(form, snapshots);
