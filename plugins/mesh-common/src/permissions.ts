import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of services in permission decisions. */
export const RESOURCE_TYPE_MESH_SERVICE = 'mesh-service';

/** See the mesh state of a service. Decided per service, so rules may be used. */
export const meshServiceReadPermission = createPermission({
  name: 'mesh.service.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MESH_SERVICE,
});

/** See clusters, their meshes and how current they are. */
export const meshPlatformReadPermission = createPermission({
  name: 'mesh.platform.read',
  attributes: { action: 'read' },
});

/** Resource type of requests in permission decisions. */
export const RESOURCE_TYPE_MESH_REQUEST = 'mesh-request';

/**
 * Ask for a change of a service, a workload or a namespace. Decided on each of them, by the
 * rules of services.
 */
export const meshRequestCreatePermission = createPermission({
  name: 'mesh.request.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_MESH_SERVICE,
});

/** See a request: what is asked for, its history and what became of it. */
export const meshRequestReadPermission = createPermission({
  name: 'mesh.request.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_MESH_REQUEST,
});

/**
 * Decide on a request of somebody else. Nobody ever decides on an own one, and no service
 * on any, whatever a policy says.
 */
export const meshRequestApprovePermission = createPermission({
  name: 'mesh.request.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MESH_REQUEST,
});

/** All permissions of the plugin, for policies and integration routers. */
export const meshPermissions = [
  meshRequestCreatePermission,
  meshRequestReadPermission,
  meshRequestApprovePermission,
  meshServiceReadPermission,
  meshPlatformReadPermission,
];
