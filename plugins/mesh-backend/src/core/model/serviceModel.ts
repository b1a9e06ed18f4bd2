import { type Membership, text } from '@meshport/plugin-mesh-common';
import {
  controllerKinds,
  type Service,
  type ServiceFragment,
  unreadableReasons,
} from '@meshport/plugin-mesh-node';
import { distinctReasons, type OutsideContext } from '../outsideMembership';
import type { ServiceModel, WorkloadModel } from './ClusterModel';
import { combineMemberships, combinePostures } from './combineMemberships';
import type { AdaptedMesh } from './namespaces';
import type { SelectedService } from './selectors';

/**
 * A Service that selects nothing that is known. While some controllers cannot be read,
 * it may well select what runs no pods at present.
 */
function emptyService(
  { spec }: Service,
  { snapshot, unreadable: outside }: OutsideContext,
): Membership {
  const selects = Object.keys(spec.selector).length > 0;
  const unreadable = distinctReasons([
    ...outside,
    ...unreadableReasons(snapshot, selects ? controllerKinds : []),
  ]);
  const noPods = {
    code: 'no-pods',
    text: text('reason.no-pods.service'),
    evidence: [],
  };
  return {
    mesh: '',
    mode: '',
    layer: 'l4',
    state: unreadable.length > 0 ? 'unknown' : 'idle',
    pods: { enrolled: 0, total: 0 },
    proxyVersions: [],
    reasons: unreadable.length > 0 ? unreadable : [noPods],
    verify: [],
  };
}

/** What a mesh says of a service as such, put to what its workloads are in it. */
function withFragment(
  membership: Membership,
  fragment: ServiceFragment | undefined,
): Membership {
  if (!fragment) return membership;
  const { layer, reasons = [], waypoint } = fragment;
  return {
    ...membership,
    ...(layer ? { layer } : {}),
    ...(waypoint ? { waypoint } : {}),
    reasons: [...membership.reasons, ...reasons],
  };
}

/** What the meshes say of the services of a cluster. */
export type ServiceFragments = ReadonlyMap<
  string,
  ReadonlyMap<string, ServiceFragment>
>;

/** By mesh, then by `namespace/name`. */
export function serviceFragments(
  adapted: readonly AdaptedMesh[],
): ServiceFragments {
  return new Map(
    adapted.map(({ mesh, fragment }) => [
      mesh,
      new Map(
        (fragment.services ?? []).map(one => [
          `${one.namespace}/${one.name}`,
          one,
        ]),
      ),
    ]),
  );
}

/** A Service with the sum of its workloads, and what the meshes say of it. */
export function serviceModel(
  { service, workloads, endpoints }: SelectedService,
  models: ReadonlyMap<string, WorkloadModel>,
  { fragments, ...context }: OutsideContext & { fragments: ServiceFragments },
): ServiceModel {
  const { namespace = '', name } = service.metadata;
  const of = (mesh: string) => fragments.get(mesh)?.get(`${namespace}/${name}`);
  const said = [...fragments.keys()].flatMap(mesh => of(mesh) ?? []);
  const standsFor = said.find(one => one.standsFor)?.standsFor;
  const waypoint = said.find(one => one.waypoint)?.waypoint;
  const parts = workloads.flatMap(({ key }) => models.get(key) ?? []);
  return {
    namespace,
    name,
    labels: service.metadata.labels,
    workloads: parts.map(({ key }) => key),
    membership:
      parts.length > 0
        ? combineMemberships(parts.map(({ membership }) => membership)).map(
            membership => withFragment(membership, of(membership.mesh)),
          )
        : [emptyService(service, context)],
    posture: combinePostures(parts),
    endpoints,
    ...(standsFor ? { standsFor } : {}),
    ...(waypoint ? { waypoint } : {}),
  };
}
