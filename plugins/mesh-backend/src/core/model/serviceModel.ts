import { type Membership, type Text, text } from '@meshport/plugin-mesh-common';
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
 * it may well select what runs no pods at present; without a selector it cannot.
 */
function emptyService(
  { spec }: Service,
  { snapshot, unreadable: outside }: OutsideContext,
): Membership {
  const selects = Object.keys(spec.selector).length > 0;
  const unreadable = selects
    ? distinctReasons([
        ...outside,
        ...unreadableReasons(snapshot, controllerKinds),
      ])
    : [];
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

/** Reasons of something that has no pods of its own, by what it is. */
function standInText({
  kind,
  of,
}: NonNullable<ServiceFragment['standsFor']>): Text {
  const [first] = of;
  const names = of.flatMap(({ alias }) => alias || []);
  const service = first ? `${first.namespace}/${first.name}` : '';
  return names.length > 0
    ? text(`reason.no-pods.${kind}`, { service, cluster: names.join(', ') })
    : text('reason.no-pods.stand-in', { service });
}

/** What stands for others has no pods here by design, whatever may be read here. */
function standInMembership(
  standsFor: NonNullable<ServiceFragment['standsFor']>,
): Membership {
  return {
    mesh: '',
    mode: '',
    layer: 'l4',
    state: 'idle',
    pods: { enrolled: 0, total: 0 },
    proxyVersions: [],
    reasons: [{ code: 'no-pods', text: standInText(standsFor), evidence: [] }],
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

function membershipOf(
  service: Service,
  parts: readonly WorkloadModel[],
  { fragments, ...context }: OutsideContext & { fragments: ServiceFragments },
): Membership[] {
  if (parts.length === 0) return [emptyService(service, context)];
  const { namespace = '', name } = service.metadata;
  const memberships = parts.map(({ membership }) => membership);
  return combineMemberships(memberships).map(membership =>
    withFragment(
      membership,
      fragments.get(membership.mesh)?.get(`${namespace}/${name}`),
    ),
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
  const parts = standsFor
    ? []
    : workloads.flatMap(({ key }) => models.get(key) ?? []);
  return {
    namespace,
    name,
    labels: service.metadata.labels,
    workloads: parts.map(({ key }) => key),
    membership: standsFor
      ? [standInMembership(standsFor)]
      : membershipOf(service, parts, { fragments, ...context }),
    posture: combinePostures(parts),
    endpoints,
    ...(standsFor ? { standsFor } : {}),
    ...(waypoint ? { waypoint } : {}),
  };
}
