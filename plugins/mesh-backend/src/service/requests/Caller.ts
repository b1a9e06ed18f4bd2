import type {
  MeshRequestResource,
  MeshServiceResource,
} from '@meshport/plugin-mesh-node';
import type { MeshRequest } from '@meshport/plugin-mesh-common';
import type { Reader } from '../../core/views/serviceAnswers';

/** Who asks, decides or looks, with what the permission framework lets them do now. */
export interface Caller {
  /** Entity ref of the person; undefined where it is a service. */
  readonly ref?: string;
  /** A service acts for the person, as a scaffolder's task does. */
  readonly isActedFor: boolean;
  /** What may be named to them of what a request concerns. */
  readonly reader: Reader;
  readonly mayCreate: (resource: MeshServiceResource) => boolean;
  readonly mayRead: (request: MeshRequestResource) => boolean;
  readonly mayApprove: (request: MeshRequestResource) => boolean;
}

/** What decisions on a request are told of it. */
export function resourceOf(request: MeshRequest): MeshRequestResource {
  const { kind, target, requestedBy, affects } = request;
  const { clusters, sets, namespace } = target;
  const { owners } = affects;
  return { kind, clusters, sets, namespace, requestedBy, owners };
}
