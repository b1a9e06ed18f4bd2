import type { MeshProfile, RequestFormOf } from '@meshport/plugin-mesh-common';
import { namespaceRef, patchOf, phaseOf } from './changes';
import type { Render, RenderedPhase, Snapshots } from './Rendered';
import { restartPhase } from './restarts';
import { WAYPOINT_NAME, waypointOf } from './waypoint';

type Form = RequestFormOf<'namespace-onboard'>;
type ProfileOf<Mode extends MeshProfile['mode'], Mesh> = Extract<
  MeshProfile,
  { mode: Mode; mesh: Mesh }
>;

/** The waypoint first: as long as it is not programmed, its label cuts traffic off. */
function ambient(
  { clusters, namespace }: Form,
  { waypoint }: ProfileOf<'ambient', 'istio'>,
): RenderedPhase[] {
  const hasWaypoint = waypoint !== 'none';
  const labels = {
    'istio.io/dataplane-mode': 'ambient',
    ...(hasWaypoint ? { 'istio.io/use-waypoint': WAYPOINT_NAME } : {}),
  };
  return [
    {
      ...phaseOf('waypoint', 'waypoint', { waitFor: 'waypoint-programmed' }),
      changes: hasWaypoint
        ? clusters.map(name => waypointOf(name, namespace, waypoint))
        : [],
    },
    {
      ...phaseOf('labels', 'labels', { waitFor: 'enrolled' }),
      changes: clusters.map(name =>
        patchOf(namespaceRef(name, namespace), 'labels', labels),
      ),
    },
  ];
}

/** Of both labels `istio-injection` wins, so the one that is not meant has to go. */
function sidecar(
  { clusters, namespace }: Form,
  { revision }: ProfileOf<'sidecar', 'istio'>,
  snapshots: Snapshots,
): RenderedPhase[] {
  const labels = {
    'istio-injection': revision === undefined ? 'enabled' : undefined,
    'istio.io/rev': revision,
  };
  const mesh = 'istio';
  return [
    {
      ...phaseOf('labels', 'labels', { waitFor: 'declared' }),
      changes: clusters.map(name =>
        patchOf(namespaceRef(name, namespace), 'labels', labels),
      ),
    },
    restartPhase(snapshots, { clusters, namespace, mesh }, 'enrolled'),
  ];
}

/** Ports of Linkerd's annotations; those that nobody asked for are left alone. */
function configured(
  profile: ProfileOf<'sidecar', 'linkerd'>,
): Record<string, string> {
  const values = {
    'default-inbound-policy': profile.defaultInboundPolicy,
    'opaque-ports': profile.opaquePorts?.join(','),
    'skip-inbound-ports': profile.skipInboundPorts?.join(','),
    'skip-outbound-ports': profile.skipOutboundPorts?.join(','),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value ? [[`config.linkerd.io/${key}`, value]] : [],
    ),
  );
}

function linkerd(
  { clusters, namespace }: Form,
  profile: ProfileOf<'sidecar', 'linkerd'>,
  snapshots: Snapshots,
): RenderedPhase[] {
  const annotations = {
    ...configured(profile),
    'linkerd.io/inject': 'enabled',
  };
  const mesh = 'linkerd';
  return [
    {
      ...phaseOf('annotations', 'annotations', { waitFor: 'declared' }),
      changes: clusters.map(name =>
        patchOf(namespaceRef(name, namespace), 'annotations', annotations),
      ),
    },
    restartPhase(snapshots, { clusters, namespace, mesh }, 'enrolled'),
  ];
}

/** A namespace joins a mesh (manifests of Istio 1.31 and Linkerd 2.20). */
export const renderNamespaceOnboard: Render<'namespace-onboard'> = (
  form,
  snapshots,
) => {
  const { profile } = form;
  if (profile.mode === 'ambient') return ambient(form, profile);
  return profile.mesh === 'linkerd'
    ? linkerd(form, profile, snapshots)
    : sidecar(form, profile, snapshots);
};
